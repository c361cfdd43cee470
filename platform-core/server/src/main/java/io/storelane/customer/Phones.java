package io.storelane.customer;

import java.util.regex.Pattern;

/** Numbers of telephones. */
public final class Phones {

    private static final String EXTENSION = "(?:(?:[x#,转]|ext\\.?) ?[0-9]{1,6})?";

    /** Fewest and most digits of a number, with the code of its country and an extension. */
    private static final Pattern NUMBER = Pattern.compile("[+(]{0,2}(?:[0-9][ .()-]{0,2}){5,20}" + EXTENSION);

    private static final Pattern MASKED = Pattern.compile("[+(]{0,2}(?:[0-9*][ .()-]{0,2}){5,20}" + EXTENSION);

    private Phones() {}

    /** True for none at all, and for 5 to 20 digits with spaces, hyphens, parentheses, a plus before and an extension behind them. */
    public static boolean arePlausible(String phone) {
        return phone.isEmpty() || NUMBER.matcher(phone).matches();
    }

    /** Like {@link #arePlausible}, where some digits may be stars: shops give numbers away in this form. */
    public static boolean arePlausibleOrMasked(String phone) {
        return phone.isEmpty() || MASKED.matcher(phone).matches();
    }
}
