package io.storelane.customer;

import java.util.regex.Pattern;

/** Numbers of identity documents. */
final class IdNumbers {

    /** The Chinese number of a citizen, GB 11643: 17 digits and a check digit. */
    private static final Pattern CHINESE = Pattern.compile("[0-9]{17}[0-9Xx]");

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    private IdNumbers() {}

    /** False for what has the form of a Chinese number and another check digit. Numbers of other countries have any form. */
    static boolean arePlausible(String number) {
        if (!CHINESE.matcher(number).matches()) {
            return true;
        }
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (number.charAt(i) - '0') * WEIGHTS[i];
        }
        return Character.toUpperCase(number.charAt(17)) == CHECKS.charAt(sum % 11);
    }
}
