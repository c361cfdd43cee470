package io.storelane.order;

import java.util.List;
import java.util.stream.IntStream;

/** Splits an amount in proportion to weights so that the shares add up to it (largest remainder method). */
public final class Split {

    private Split() {}

    /**
     * @param amount 0 or more, at most the sum of the weights
     * @param weights 0 or more each; no share is larger than its weight
     * @return a share for each weight, in their order
     */
    public static long[] of(long amount, List<Long> weights) {
        if (amount < 0 || amount > weights.stream().mapToLong(Long::longValue).sum()) {
            throw new IllegalArgumentException("The amount is not between 0 and the sum of the weights.");
        }
        return inProportion(amount, weights);
    }

    /**
     * @param amount 0 or more, of whatever size
     * @param weights 0 or more each; where all are 0 so are the shares
     * @return a share for each weight, in their order
     */
    static long[] inProportion(long amount, List<Long> weights) {
        long sum = weights.stream().mapToLong(Long::longValue).sum();
        long[] shares = new long[weights.size()];
        if (amount == 0 || sum == 0) {
            return shares;
        }
        long[] remainders = new long[shares.length];
        long left = amount;
        for (int i = 0; i < shares.length; i++) {
            // amount and weights can be 10^15 each: their product needs more than 64 bits
            java.math.BigInteger[] parts = java.math.BigInteger.valueOf(amount)
                    .multiply(java.math.BigInteger.valueOf(weights.get(i)))
                    .divideAndRemainder(java.math.BigInteger.valueOf(sum));
            shares[i] = parts[0].longValueExact();
            remainders[i] = parts[1].longValueExact();
            left -= shares[i];
        }
        int[] order = IntStream.range(0, shares.length)
                .boxed()
                .sorted((a, b) -> Long.compare(remainders[b], remainders[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; left > 0; i++) {
            shares[order[i]]++;
            left--;
        }
        return shares;
    }
}
