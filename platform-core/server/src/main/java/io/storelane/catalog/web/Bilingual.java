package io.storelane.catalog.web;

import io.storelane.catalog.Text;
import org.jspecify.annotations.Nullable;

/** A short text in both languages in one field: {@code 红 | Red}; without a bar it is the same in both. */
final class Bilingual {

    private Bilingual() {}

    static Text parse(@Nullable String typed) {
        return Text.typed(typed == null ? "" : typed.strip());
    }

    static String format(Text text) {
        return text.zh().equals(text.en()) ? text.zh() : text.zh() + " | " + text.en();
    }
}
