package io.storelane.crm;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into forms; null is what cannot be read. Forms themselves hold texts, so that they come back as they were sent. */
final class Typed {

    private Typed() {}

    static String text(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }

    /** A value by its name. */
    static <E extends Enum<E>> @Nullable E one(Class<E> type, @Nullable String typed) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(typed)) {
                return value;
            }
        }
        return null;
    }

    /** A whole number from 0 on. */
    static @Nullable Long number(@Nullable String typed, long most) {
        String text = text(typed);
        return text.matches("[0-9]{1,12}") && Long.parseLong(text) <= most ? Long.valueOf(text) : null;
    }

    /** A day as date fields send it. */
    static @Nullable LocalDate day(@Nullable String typed) {
        try {
            return LocalDate.parse(text(typed));
        } catch (DateTimeException _) {
            return null;
        }
    }
}
