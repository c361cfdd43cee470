package io.storelane.fulfilment;

import java.util.Map;
import java.util.UUID;

/**
 * A parcel that leaves.
 *
 * @param carrier who carries it; empty if nobody does
 * @param tracking its number with the carrier; empty if there is none
 * @param units by line of the order how many are in it; empty = all that are left
 */
public record NewParcel(String carrier, String tracking, Map<UUID, Long> units) {}
