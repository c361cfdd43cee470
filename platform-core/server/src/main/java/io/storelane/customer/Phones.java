package io.storelane.customer;

import java.util.regex.Pattern;

/** Numbers of telephones. */
public final class Phones {

    /** Fewest and most digits of a number, with the code of its country and an extension. */
    private static final Pattern NUMBER = Pattern.compile("[+(]{0,2}(?:[0-9][ ()-]{0,2}){5,20}");

    private Phones() {}

    /** True for none at all, and for 5 to 20 digits with spaces, hyphens, parentheses and a plus before them. */
    public static boolean arePlausible(String phone) {
        return phone.isEmpty() || NUMBER.matcher(phone).matches();
    }
}
