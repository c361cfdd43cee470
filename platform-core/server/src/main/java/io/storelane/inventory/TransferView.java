package io.storelane.inventory;

import io.storelane.catalog.SkuView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Units on their way from one location to another, or arrived.
 *
 * @param sent units of all lines
 * @param received units of all lines that have arrived
 * @param done true if nothing more will arrive
 * @param receivable true if the caller may take it in
 * @param loss who gave up what did not arrive; null if nothing was lost, and in a list
 * @param lines empty in a list
 */
public record TransferView(
        UUID id,
        UUID fromId,
        String fromName,
        UUID toId,
        String toName,
        boolean done,
        String note,
        long sent,
        long received,
        Instant createdAt,
        @Nullable Instant receivedAt,
        long version,
        boolean receivable,
        @Nullable Loss loss,
        List<Line> lines) {

    public record Loss(String by, String note) {}

    public record Line(UUID variantId, String sku, String titleZh, String titleEn, long quantity, long received) {

        /** Units still on the way, or lost if the transfer is done. */
        public long open() {
            return quantity - received;
        }

        public String title(Locale locale) {
            return SkuView.title(titleZh, titleEn, locale);
        }
    }

    /** Units that never arrived; known when it is done. */
    public long lost() {
        return done ? open() : 0;
    }

    /** Units still on the way, or lost if it is done. */
    public long open() {
        return sent - received;
    }
}
