package io.storelane.plugin.tool;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * One thing that is wrong with a jar.
 *
 * @param where entry of the jar, with line or member where there is one; empty: the jar as a whole
 * @param values what the sentences name
 */
public record Finding(Severity severity, Code code, String where, List<String> values) {
    public Finding {
        values = List.copyOf(values);
    }

    /** What is wrong. */
    public String what(Locale language) {
        return text(code.key(), language);
    }

    /** What to do about it. */
    public String advice(Locale language) {
        return text(code.key() + ".do", language);
    }

    /** Both sentences on two lines, the first beginning with severity, code and place. */
    public String line(Locale language) {
        String label = Texts.bundle(language).getString(severity.name().toLowerCase(Locale.ROOT));
        String place = where.isEmpty() ? "" : " " + where;
        return label + " [" + code.key() + "]" + place + ": " + what(language) + "\n    " + advice(language);
    }

    private String text(String key, Locale language) {
        ResourceBundle texts = Texts.bundle(language);
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(values.toArray());
    }
}
