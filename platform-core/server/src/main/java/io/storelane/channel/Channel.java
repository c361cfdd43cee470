package io.storelane.channel;

import java.util.UUID;

/**
 * A place that sells.
 *
 * @param orgPath path of the organisation node that its orders belong to
 * @param active false once it is closed: it takes no new orders
 */
public record Channel(
        UUID id,
        String code,
        String name,
        String kind,
        UUID nodeId,
        String nodeName,
        String orgPath,
        String currency,
        boolean taxIncluded,
        long stockBuffer,
        boolean active,
        long version) {

    public ChannelDetails details() {
        return new ChannelDetails(code, name, ChannelKind.of(kind), nodeId, currency, taxIncluded, stockBuffer);
    }
}
