package io.storelane.ui;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/** Dates and numbers in the reader's language; the template variable {@code fmt}. Nothing to show is a dash. */
public final class Fmt {

    private static final String NONE = "\u2013";
    // Kept: making one takes longer than formatting with it, and a list formats hundreds.
    private static final DateTimeFormatter CHINESE_TIME = pattern("uuuu-MM-dd HH:mm", Locale.SIMPLIFIED_CHINESE);
    private static final DateTimeFormatter CHINESE_DATE = pattern("uuuu-MM-dd", Locale.SIMPLIFIED_CHINESE);
    private static final DateTimeFormatter ENGLISH_TIME = pattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter ENGLISH_DATE = pattern("d MMM uuuu", Locale.ENGLISH);
    private static final NumberFormat CHINESE_NUMBER = NumberFormat.getInstance(Locale.SIMPLIFIED_CHINESE);
    private static final NumberFormat ENGLISH_NUMBER = NumberFormat.getInstance(Locale.ENGLISH);

    Fmt() {}

    /** Date and time to the minute in the given zone. */
    public String dateTime(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? NONE : format(instant.atZone(zone), CHINESE_TIME, ENGLISH_TIME);
    }

    /** The date an instant falls on in the given zone. */
    public String date(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? NONE : date(LocalDate.ofInstant(instant, zone));
    }

    /** A calendar date. */
    public String date(@Nullable LocalDate date) {
        return date == null ? NONE : format(date, CHINESE_DATE, ENGLISH_DATE);
    }

    /** A number with the grouping of the language and at most three decimals. */
    public String number(@Nullable Number number) {
        return number == null
                ? NONE
                : ((NumberFormat) (chinese() ? CHINESE_NUMBER : ENGLISH_NUMBER).clone()).format(number);
    }

    /**
     * An amount of money with its currency's sign.
     *
     * @param minor in the currency's smallest unit
     * @param currency ISO 4217 code
     */
    public String money(@Nullable Long minor, @Nullable String currency) {
        if (minor == null || currency == null) {
            return NONE;
        }
        Currency unit = Currency.getInstance(currency);
        NumberFormat format = NumberFormat.getCurrencyInstance(chinese() ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(unit.getDefaultFractionDigits());
        format.setMaximumFractionDigits(unit.getDefaultFractionDigits());
        return format.format(BigDecimal.valueOf(minor, unit.getDefaultFractionDigits()));
    }

    private static DateTimeFormatter pattern(String pattern, Locale locale) {
        return DateTimeFormatter.ofPattern(pattern, locale);
    }

    private static String format(TemporalAccessor time, DateTimeFormatter chinese, DateTimeFormatter english) {
        return (chinese() ? chinese : english).format(time);
    }

    private static boolean chinese() {
        return Locale.CHINESE
                .getLanguage()
                .equals(LocaleContextHolder.getLocale().getLanguage());
    }
}
