package io.storelane.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change in the history of a variant.
 *
 * @param onHand by how many units the stock changed
 * @param reserved by how many units the reserved changed
 * @param transit by how many units what is on its way to another location changed; no location has these units
 * @param onHandAfter units of the variant at that location after it
 * @param referenceType kind of record behind it, such as {@code transfer} or {@code order}; empty if there is none
 */
public record StockMoveView(
        UUID id,
        Instant at,
        UUID locationId,
        String locationName,
        long onHand,
        long reserved,
        long transit,
        long onHandAfter,
        long reservedAfter,
        MoveReason reason,
        String referenceType,
        @Nullable UUID referenceId,
        String reference,
        String note,
        @Nullable UUID actorId,
        String actorName) {

    StockMoveView after(long onHandThen, long reservedThen) {
        return new StockMoveView(
                id,
                at,
                locationId,
                locationName,
                onHand,
                reserved,
                transit,
                onHandThen,
                reservedThen,
                reason,
                referenceType,
                referenceId,
                reference,
                note,
                actorId,
                actorName);
    }
}
