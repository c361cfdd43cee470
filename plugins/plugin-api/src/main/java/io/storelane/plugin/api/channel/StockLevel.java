package io.storelane.plugin.api.channel;

import java.util.UUID;

/** What a channel may sell of a SKU. */
public interface StockLevel {

    UUID variant();

    String sku();

    /** Units, 0 or more: what is free at all locations that ship, less what is kept back from the channel. */
    long units();
}
