package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a timeline.
 *
 * @param title text in the reader's language
 * @param text more detail, or null for none
 * @param when formatted time, or null while it has not happened
 * @param state decides the colour of the dot
 */
public record TimelineEntry(
        String title, @Nullable String text, @Nullable String when, State state) {

    /** How far an entry is. */
    public enum State {
        DONE,
        CURRENT,
        WAITING,
        FAILED;

        /** The name used in style classes. */
        public String css() {
            return switch (this) {
                case DONE -> "done";
                case CURRENT -> "current";
                case WAITING -> "waiting";
                case FAILED -> "failed";
            };
        }
    }
}
