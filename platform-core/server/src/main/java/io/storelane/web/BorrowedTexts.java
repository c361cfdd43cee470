package io.storelane.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts that do not stand in the message files but come and go while the server runs, such as those of plugins. A bean of this type is
 * asked for keys that no file has.
 */
public interface BorrowedTexts {

    /** @return null if the key is none of its own */
    @Nullable String text(String key, Locale locale);
}
