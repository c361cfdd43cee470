package io.storelane.catalog;

import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import java.util.Locale;

/** A text in Chinese and English; empty where there is none. */
public record Text(String zh, String en) {

    public static final Text NONE = new Text("", "");

    public Text {
        zh = Visible.isBlank(zh) ? "" : zh.strip();
        en = Visible.isBlank(en) ? "" : en.strip();
    }

    /** As it is typed in one field: {@code 红 | Red}, or one text for both languages. */
    public static Text typed(String typed) {
        int bar = typed.indexOf('|');
        return bar < 0 ? new Text(typed, typed) : new Text(typed.substring(0, bar), typed.substring(bar + 1));
    }

    /** The text in the language, or in the other one if there is none. */
    public String in(Locale locale) {
        boolean chinese = locale.getLanguage().equals(Locale.CHINESE.getLanguage());
        String wanted = chinese ? zh : en;
        return wanted.isEmpty() ? (chinese ? en : zh) : wanted;
    }

    public boolean isEmpty() {
        return zh.isEmpty() && en.isEmpty();
    }

    /** @throws ProblemException if a language has more characters, or some that no text has */
    public Text atMost(int length) {
        for (String text : new String[] {zh, en}) {
            if (text.length() > length) {
                throw new ProblemException(CatalogProblem.TEXT_TOO_LONG, length);
            }
            if (text.codePoints().anyMatch(c -> isNoText(c) && c != '\n' && c != '\r' && c != '\t')) {
                throw new ProblemException(CatalogProblem.TEXT_INVALID);
            }
        }
        return this;
    }

    /** @throws ProblemException this one, if it is empty in both languages */
    Text required(ProblemCode missing, Object... args) {
        if (isEmpty()) {
            throw new ProblemException(missing, args);
        }
        return this;
    }

    static boolean isNoText(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.SURROGATE || type == Character.UNASSIGNED;
    }
}
