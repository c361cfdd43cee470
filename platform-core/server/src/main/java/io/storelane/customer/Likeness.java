package io.storelane.customer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How much two names or addresses are alike. */
final class Likeness {

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]+");
    private static final double ALIKE = 0.6;

    private Likeness() {}

    /** True for the same letters in whatever order of words and case, and for texts most of whose pairs of letters are the same. */
    static boolean areAlike(String a, String b) {
        String one = letters(a);
        String other = letters(b);
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        if (one.equals(other)) {
            return true;
        }
        Set<String> left = pairs(one);
        Set<String> right = pairs(other);
        Set<String> both = new HashSet<>(left);
        both.retainAll(right);
        return !left.isEmpty() && !right.isEmpty() && 2.0 * both.size() / (left.size() + right.size()) >= ALIKE;
    }

    /** The city and the numbers of the street, which few write differently. Empty where there is too little to go by. */
    static String place(String city, String street) {
        String numbers = NO_DIGITS.matcher(street).replaceAll(" ").strip();
        return numbers.isEmpty() || city.isBlank() ? "" : letters(city) + "|" + numbers;
    }

    private static String letters(String text) {
        return NO_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static Set<String> pairs(String text) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < text.length(); i++) {
            pairs.add(text.substring(i, i + 2));
        }
        return pairs;
    }
}
