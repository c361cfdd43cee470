package io.storelane.channel;

import java.util.Locale;
import java.util.UUID;

/**
 * What an order has to know of the channel that sold it.
 *
 * @param path path of the organisation node that its orders belong to, as it was when this was read
 * @param locale language of the workspace: the titles of lines are kept in it
 */
public record SellingChannel(
        UUID id,
        String code,
        String name,
        UUID nodeId,
        String path,
        String currency,
        boolean taxIncluded,
        boolean active,
        Locale locale) {}
