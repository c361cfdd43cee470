package io.storelane.order;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Numbers that people read out: the date and eight characters by chance, without letters that look like digits (Crockford's
 * base 32). No counter, so no two orders wait for each other.
 */
final class OrderNumbers {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 8;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");

    private static final SecureRandom RANDOM = new SecureRandom();

    private OrderNumbers() {}

    static String next(LocalDate date) {
        StringBuilder number = new StringBuilder(DATE.format(date)).append('-');
        for (int i = 0; i < LENGTH; i++) {
            number.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return number.toString();
    }
}
