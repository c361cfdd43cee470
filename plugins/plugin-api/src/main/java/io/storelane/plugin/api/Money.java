package io.storelane.plugin.api;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An amount of money: minor units, such as cent or fen, and the currency. What does not fit into 64 bits is an
 * {@link ArithmeticException}, never another amount.
 *
 * <pre>{@code
 * List<Money> shares = Money.of(100, "CNY").split(1, 1, 1); // 34, 33, 33
 * }</pre>
 *
 * @param minor minor units, negative ones too
 * @param currency ISO 4217
 */
public record Money(long minor, String currency) implements Comparable<Money> {

    /** @throws IllegalArgumentException if there is no such currency */
    public Money {
        Currency.getInstance(currency);
    }

    public static Money of(long minor, String currency) {
        return new Money(minor, currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, same(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, same(other).minor), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(minor, factor), currency);
    }

    /**
     * Parts in these proportions that add up to the whole: what is left over after rounding down goes to the largest remainders, of equal
     * ones to the first.
     *
     * @param weights 0 or more each, at least one above 0
     */
    public List<Money> split(long... weights) {
        long sum = LongStream.of(weights).reduce(0, Math::addExact);
        if (weights.length == 0 || sum <= 0 || LongStream.of(weights).anyMatch(w -> w < 0)) {
            throw new IllegalArgumentException("Weights are 0 or more, and one of them is above 0.");
        }
        long[] parts = new long[weights.length];
        long[] remainders = new long[weights.length];
        long whole = Math.absExact(minor);
        long left = whole;
        for (int i = 0; i < weights.length; i++) {
            var product = java.math.BigInteger.valueOf(whole).multiply(java.math.BigInteger.valueOf(weights[i]));
            var divided = product.divideAndRemainder(java.math.BigInteger.valueOf(sum));
            parts[i] = divided[0].longValueExact();
            remainders[i] = divided[1].longValueExact();
            left -= parts[i];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < weights.length; i++) {
                most = remainders[i] > remainders[most] ? i : most;
            }
            parts[most]++;
            remainders[most] = -1;
        }
        List<Money> split = new ArrayList<>();
        for (long part : parts) {
            split.add(new Money(minor < 0 ? -part : part, currency));
        }
        return List.copyOf(split);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Amounts of " + currency + " and " + other.currency + " do not add up.");
        }
        return other;
    }

    /** @throws IllegalArgumentException if the currencies differ */
    @Override
    public int compareTo(Money other) {
        return Long.compare(minor, same(other).minor);
    }
}
