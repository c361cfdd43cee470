package io.storelane.customer;

import java.util.regex.Pattern;

/**
 * Personal data as it is shown to those who may not see it in full: enough to recognise, not enough to use. Names and the names of
 * province and city stay.
 */
public final class Masks {

    private static final String HIDDEN = "****";
    private static final Pattern CHINESE_MOBILE = Pattern.compile("((?:\\+?86[ -]?)?1\\d{2})[ -]?\\d{4}[ -]?(\\d{4})");

    private Masks() {}

    /** Of a Chinese mobile number the middle is hidden; of any other all but two digits at either end. */
    public static String phone(String phone) {
        var mobile = CHINESE_MOBILE.matcher(phone.strip());
        if (mobile.matches()) {
            return mobile.group(1) + HIDDEN + mobile.group(2);
        }
        return ends(phone, 2, 2);
    }

    /** Hides all but the first character and the domain. */
    public static String email(String email) {
        int at = email.indexOf('@');
        return at < 1 ? ends(email, 1, 0) : ends(email.substring(0, at), 1, 0) + email.substring(at);
    }

    /** Hides the day of birth and what is behind it, but for the last two characters. */
    public static String idNumber(String number) {
        return ends(number, 4, 2);
    }

    /** Hides a street, a house, a district: whatever is nearer than the city. */
    public static String address(String text) {
        return text.isBlank() ? text : HIDDEN;
    }

    /** A value that was shown masked and came back as it was shown: what is stored stays. */
    public static String kept(String given, String stored, java.util.function.UnaryOperator<String> mask) {
        return !stored.isEmpty() && given.equals(mask.apply(stored)) ? stored : given;
    }

    private static String ends(String text, int first, int last) {
        if (text.isEmpty()) {
            return text;
        }
        // a text hardly longer than what would be left of it shows nothing
        if (text.codePointCount(0, text.length()) < first + last + 2) {
            return HIDDEN;
        }
        int from = text.offsetByCodePoints(0, first);
        int to = text.offsetByCodePoints(text.length(), -last);
        return text.substring(0, from) + HIDDEN + text.substring(to);
    }
}
