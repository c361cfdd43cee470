package io.storelane.dataset;

import java.util.List;

/**
 * What a column can stand for.
 *
 * @param code stable name, as in the API: {@code ship_city}
 * @param labelKey key of its name for people
 * @param required true if each row has to say it
 * @param example for the file to begin with
 * @param names other titles that such columns have, in any language
 */
public record ImportField(
        String code, String labelKey, Form form, boolean required, String example, List<String> names) {

    private static final String KEY = "dataset.field.";

    /** What its cells hold. */
    public enum Form {
        TEXT,
        /** A number that names something: no digit of it may be lost. */
        CODE,
        WHOLE,
        AMOUNT,
        TIME,
        YES_NO
    }

    public ImportField {
        names = List.copyOf(names);
    }

    public static ImportField needed(String code, Form form, String example, String... names) {
        return new ImportField(code, KEY + code, form, true, example, List.of(names));
    }

    public static ImportField of(String code, Form form, String example, String... names) {
        return new ImportField(code, KEY + code, form, false, example, List.of(names));
    }
}
