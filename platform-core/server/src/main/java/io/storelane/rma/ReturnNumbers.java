package io.storelane.rma;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Numbers as those of orders, with an R before them: nobody takes the one for the other. */
final class ReturnNumbers {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 8;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");

    private static final SecureRandom RANDOM = new SecureRandom();

    private ReturnNumbers() {}

    static String next(LocalDate date) {
        StringBuilder number = new StringBuilder("R").append(DATE.format(date)).append('-');
        for (int i = 0; i < LENGTH; i++) {
            number.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return number.toString();
    }
}
