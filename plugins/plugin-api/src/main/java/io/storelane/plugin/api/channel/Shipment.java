package io.storelane.plugin.api.channel;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A parcel of an order of the channel that has left. An order leaves in one or in several. */
public interface Shipment {

    /** Of the parcel; the same however often it is told. */
    UUID id();

    /** Number of the order in the channel. */
    String order();

    /** As it was given; may be empty, as the next. */
    String carrier();

    String tracking();

    Instant at();

    /** What is in it: units by SKU. */
    Map<String, Long> units();
}
