package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Discounts are split without a unit lost or made. */
class SplitTests {

    @Test
    void theSharesAddUpAndNoneIsLargerThanItsLine() {
        Random random = new Random(42);
        for (int round = 0; round < 5_000; round++) {
            List<Long> weights = new ArrayList<>();
            int lines = 1 + random.nextInt(12);
            for (int i = 0; i < lines; i++) {
                weights.add(random.nextInt(5) == 0 ? 0 : random.nextLong(1, round % 2 == 0 ? 50 : 1_000_000_000_000L));
            }
            long sum = weights.stream().mapToLong(Long::longValue).sum();
            long amount = sum == 0 ? 0 : random.nextLong(0, sum + 1);

            long[] shares = Split.of(amount, weights);

            assertThat(Arrays.stream(shares).sum()).isEqualTo(amount);
            for (int i = 0; i < shares.length; i++) {
                assertThat(shares[i]).isBetween(0L, weights.get(i));
            }
        }
    }

    @Test
    void whatIsLeftOverGoesToTheLargestRemainders() {
        assertThat(Split.of(100, List.of(100L, 100L, 100L))).containsExactly(34, 33, 33);
        assertThat(Split.of(10, List.of(1L, 2L, 997L))).containsExactly(0, 0, 10);
    }
}
