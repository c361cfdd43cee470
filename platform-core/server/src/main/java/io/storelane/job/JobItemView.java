package io.storelane.job;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item and what became of it.
 *
 * @param ref what it is done to; null if that has no id yet
 * @param state {@code waiting}, {@code done}, {@code failed} or {@code skipped}
 * @param messageKey why it failed; empty if it did not
 */
public record JobItemView(
        int position, @Nullable UUID ref, String label, String state, String messageKey, List<Object> messageArgs) {}
