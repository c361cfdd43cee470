package io.storelane.catalog.web;

import io.storelane.catalog.Text;
import org.jspecify.annotations.Nullable;

/** A short text in both languages in one field: {@code 红 | Red}; without a bar it is the same in both. */
final class Bilingual {

    private Bilingual() {}

    static Text parse(@Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        int bar = text.indexOf('|');
        return bar < 0 ? new Text(text, text) : new Text(text.substring(0, bar), text.substring(bar + 1));
    }

    static String format(Text text) {
        return text.zh().equals(text.en()) ? text.zh() : text.zh() + " | " + text.en();
    }
}
