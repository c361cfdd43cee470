package io.storelane.web;

import io.storelane.ui.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** The currencies that a form offers. */
public final class Currencies {

    private static final List<String> USUAL = List.of("CNY", "USD", "EUR", "HKD", "TWD", "JPY", "GBP", "SGD", "AUD");

    private Currencies() {}

    /** True for a code of ISO 4217 that stands for money. */
    public static boolean isKnown(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(c -> c.getCurrencyCode().equals(code) && c.getDefaultFractionDigits() >= 0);
    }

    /** The usual ones first, then all others by code. */
    public static List<Option> options(Locale locale) {
        List<Option> options = new ArrayList<>();
        USUAL.forEach(code -> options.add(option(Currency.getInstance(code), locale)));
        Currency.getAvailableCurrencies().stream()
                .filter(c -> !USUAL.contains(c.getCurrencyCode()) && c.getDefaultFractionDigits() >= 0)
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .forEach(c -> options.add(option(c, locale)));
        return options;
    }

    private static Option option(Currency currency, Locale locale) {
        return new Option(
                currency.getCurrencyCode(), currency.getCurrencyCode() + " · " + currency.getDisplayName(locale));
    }
}
