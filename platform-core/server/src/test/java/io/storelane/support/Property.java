package io.storelane.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold whatever happens, tried in rounds of random steps. Each round has a seed of its own. The seeds of every build
 * are the same, so that what was green stays green; with {@code --long} there are twenty times as many, and nobody has tried them
 * before. A round that fails names its seed and its last steps; {@code -Dstorelane.seed=<seed>} repeats this round alone.
 */
public final class Property {

    private static final int LONGER = 20;
    private static final int SHOWN = 30;

    private Property() {}

    /** @param rounds of a usual build */
    public static void holds(int rounds, Consumer<Round> body) {
        @Nullable Long seed = Long.getLong("storelane.seed");
        if (seed != null) {
            run(seed, body);
        } else if (Boolean.getBoolean("storelane.long")) {
            new SplittableRandom().longs((long) rounds * LONGER).forEach(fresh -> run(fresh, body));
        } else {
            for (int i = 1; i <= rounds; i++) {
                run(i, body);
            }
        }
    }

    /** The rounds together came by all of this; else they would prove little. Of no account where one round is repeated alone. */
    public static void cameBy(Set<String> seen, Collection<String> wanted) {
        if (Long.getLong("storelane.seed") == null) {
            assertThat(seen).as("what the rounds came by").containsAll(wanted);
        }
    }

    private static void run(long seed, Consumer<Round> body) {
        Round round = new Round(new SplittableRandom(seed));
        try {
            body.accept(round);
        } catch (RuntimeException | AssertionError e) {
            List<String> last = round.steps.subList(Math.max(0, round.steps.size() - SHOWN), round.steps.size());
            throw new AssertionError(
                    "Repeat with -Dstorelane.seed=%d. After %d steps, the last of them:%n  %s%n%s"
                            .formatted(seed, round.steps.size(), String.join("\n  ", last), e),
                    e);
        }
    }

    /** One round: where its choices come from, and what it did. */
    public static final class Round {

        private final RandomGenerator random;
        private final List<String> steps = new ArrayList<>();

        private Round(RandomGenerator random) {
            this.random = random;
        }

        public RandomGenerator random() {
            return random;
        }

        /** Notes a step, for whoever has to understand a failure. */
        public void step(String what) {
            steps.add(what);
        }

        /** A number of this range, both ends included. */
        public long number(long least, long most) {
            return random.nextLong(least, most + 1);
        }

        /** True this many times of a hundred. */
        public boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        public <T> T oneOf(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
