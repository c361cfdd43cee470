package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An amount is split without a unit lost or made. */
class SplitTests {

    @Test
    void theSharesAddUpAndNoneIsLargerThanItsLine() {
        Property.holds(5_000, round -> {
            List<Long> weights = new ArrayList<>();
            long most = round.chance(50) ? 50 : 1_000_000_000_000L;
            for (long i = round.number(1, 12); i > 0; i--) {
                weights.add(round.chance(20) ? 0 : round.number(1, most));
            }
            long sum = weights.stream().mapToLong(Long::longValue).sum();
            long amount = round.number(0, sum);
            round.step(amount + " over " + weights);

            long[] shares = Split.of(amount, weights);

            assertThat(Arrays.stream(shares).sum()).isEqualTo(amount);
            for (int i = 0; i < shares.length; i++) {
                assertThat(shares[i]).isBetween(0L, weights.get(i));
            }
        });
    }

    @Test
    void whatIsLeftOverGoesToTheLargestRemainders() {
        assertThat(Split.of(100, List.of(100L, 100L, 100L))).containsExactly(34, 33, 33);
        assertThat(Split.of(10, List.of(1L, 2L, 997L))).containsExactly(0, 0, 10);
    }
}
