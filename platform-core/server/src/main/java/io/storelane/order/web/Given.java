package io.storelane.order.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people type and choose, read. */
final class Given {

    private Given() {}

    /** Null for none; an id that is none names nothing, which is what the door then finds. */
    static @Nullable UUID id(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException _) {
            return new UUID(0, 0);
        }
    }

    /** -1 for what is no whole number of up to nine digits. */
    static long units(String text) {
        return text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) : -1;
    }
}
