package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * One step of a checklist.
 *
 * @param titleKey message key of what to do
 * @param textKey message key of why, or null for none
 * @param href where to do it, or null when there is nothing to open
 */
public record ChecklistStep(
        String icon,
        String titleKey,
        @Nullable String textKey,
        @Nullable String href,
        boolean done) {}
