package io.storelane.catalog.web;

import io.storelane.catalog.Text;
import org.jspecify.annotations.Nullable;

/** A text in Chinese and English as programs send and get it; a language may be missing. */
record Words(@Nullable String zh, @Nullable String en) {

    static Words of(Text text) {
        return new Words(text.zh(), text.en());
    }

    static Text orNone(@Nullable Words words) {
        return words == null ? Text.NONE : words.text();
    }

    Text text() {
        return new Text(zh == null ? "" : zh, en == null ? "" : en);
    }
}
