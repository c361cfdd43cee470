package io.storelane.catalog.web;

import io.storelane.catalog.Text;
import io.storelane.web.api.Places;
import org.jspecify.annotations.Nullable;

/** A text in Chinese and English as programs send and get it; a language may be missing. */
record Words(@Nullable String zh, @Nullable String en) {

    static Words of(Text text) {
        return new Words(text.zh(), text.en());
    }

    /** @param most characters of a language; where there are more, its place is named */
    static Text orNone(@Nullable Words words, String place, int most) {
        return words == null ? Text.NONE : words.text(place, most);
    }

    Text text(String place, int most) {
        Places.at(place + "/zh", () -> new Text(zh == null ? "" : zh, "").atMost(most));
        Places.at(place + "/en", () -> new Text("", en == null ? "" : en).atMost(most));
        return text();
    }

    Text text() {
        return new Text(zh == null ? "" : zh, en == null ? "" : en);
    }
}
