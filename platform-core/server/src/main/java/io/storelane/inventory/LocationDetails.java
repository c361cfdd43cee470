package io.storelane.inventory;

import java.time.LocalTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a location.
 *
 * @param code unlike that of any other location of the workspace
 * @param nodeId organisation node it belongs to
 * @param timeZone in which the cut-off is meant
 * @param cutOff orders after this time of day leave on the next day; null = none
 * @param priority 1 to 999; where all else is equal the smaller number ships
 * @param ships false if it holds stock that no order may take
 */
public record LocationDetails(
        String code,
        String name,
        LocationKind kind,
        UUID nodeId,
        LocationAddress address,
        String timeZone,
        @Nullable LocalTime cutOff,
        int priority,
        boolean ships) {}
