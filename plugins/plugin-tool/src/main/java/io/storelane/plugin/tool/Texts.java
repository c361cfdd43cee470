package io.storelane.plugin.tool;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The sentences of findings and of the command line, English and Chinese. */
final class Texts {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Texts() {}

    static ResourceBundle bundle(Locale language) {
        Locale known = language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
        return ResourceBundle.getBundle("io.storelane.plugin.tool.texts", known, NO_FALLBACK);
    }

    static String get(Locale language, String key, Object... values) {
        return new MessageFormat(bundle(language).getString(key), Locale.ROOT).format(values);
    }
}
