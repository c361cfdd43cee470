package io.storelane.order;

import java.util.Locale;
import java.util.UUID;

/**
 * What an order has to know of the channel that sold it.
 *
 * @param locale language of the workspace: the titles of lines are kept in it
 */
record SellingChannel(
        UUID id,
        String code,
        String name,
        UUID nodeId,
        String path,
        String currency,
        boolean taxIncluded,
        boolean active,
        Locale locale) {}
