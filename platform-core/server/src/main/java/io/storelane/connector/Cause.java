package io.storelane.connector;

import java.util.Locale;

/** Why something failed, in both languages: it is read when the connector may be gone. Empty texts if nothing did. */
public record Cause(String en, String zh) {

    static final Cause NONE = new Cause("", "");

    private static final int LONGEST = 1_000;

    public Cause {
        en = storable(en, LONGEST);
        zh = storable(zh, LONGEST);
    }

    /** A text of somebody else as the database takes it. */
    static String storable(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest)).replace('\u0000', '\uFFFD');
    }

    public String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }
}
