package io.storelane.connector;

import java.util.Locale;

/** Why something failed, in both languages: it is read when the connector may be gone. Empty texts if nothing did. */
public record Cause(String en, String zh) {

    static final Cause NONE = new Cause("", "");

    private static final int LONGEST = 1_000;

    public Cause {
        en = en.substring(0, Math.min(en.length(), LONGEST));
        zh = zh.substring(0, Math.min(zh.length(), LONGEST));
    }

    public String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }
}
