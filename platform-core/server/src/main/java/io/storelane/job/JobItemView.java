package io.storelane.job;

import java.util.List;

/**
 * An item and what became of it.
 *
 * @param state {@code waiting}, {@code done}, {@code failed} or {@code skipped}
 * @param messageKey why it failed; empty if it did not
 */
public record JobItemView(int position, String label, String state, String messageKey, List<Object> messageArgs) {}
