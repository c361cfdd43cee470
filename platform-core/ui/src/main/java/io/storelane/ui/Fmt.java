package io.storelane.ui;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/** Dates and numbers in the reader's language; the template variable {@code fmt}. Nothing to show is a dash. */
public final class Fmt {

    private static final String NONE = "\u2013";

    Fmt() {}

    /** Date and time to the minute in the given zone. */
    public String dateTime(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? NONE : format(instant.atZone(zone), "uuuu-MM-dd HH:mm", "d MMM uuuu, HH:mm");
    }

    /** The date an instant falls on in the given zone. */
    public String date(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? NONE : date(LocalDate.ofInstant(instant, zone));
    }

    /** A calendar date. */
    public String date(@Nullable LocalDate date) {
        return date == null ? NONE : format(date, "uuuu-MM-dd", "d MMM uuuu");
    }

    /** A number with the grouping of the language and at most three decimals. */
    public String number(@Nullable Number number) {
        return number == null ? NONE : NumberFormat.getInstance(locale()).format(number);
    }

    private static String format(TemporalAccessor time, String chinese, String other) {
        boolean inChinese = Locale.CHINESE.getLanguage().equals(locale().getLanguage());
        return DateTimeFormatter.ofPattern(inChinese ? chinese : other, locale())
                .format(time);
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
