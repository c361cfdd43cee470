package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LargeCountsTests {

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final LargeCounts<String> counts = new LargeCounts<>(100, Duration.ofSeconds(10), now::get);

    private long seen(String key) {
        return counts.get(key, () -> Map.of("all", rows.get(), "held", 1L)).getOrDefault("all", -1L);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void shortListsAreCountedEachTime() {
        rows.set(100);
        assertThat(seen("a")).isEqualTo(100);
        rows.set(99);
        assertThat(seen("a")).isEqualTo(99);
    }

    @Test
    void countsOfLongListsServeForAWhileAndOnlyForTheSameList() {
        rows.set(101);
        assertThat(seen("a")).isEqualTo(101);
        rows.set(102);
        pass(Duration.ofMillis(9_999));
        assertThat(seen("a")).isEqualTo(101);
        assertThat(seen("b")).isEqualTo(102);
        pass(Duration.ofMillis(1));
        assertThat(seen("a")).isEqualTo(102);
    }

    @Test
    void aListThatHasBecomeShortIsCountedEachTimeAgain() {
        rows.set(101);
        seen("a");
        rows.set(50);
        pass(Duration.ofSeconds(10));
        assertThat(seen("a")).isEqualTo(50);
        rows.set(51);
        assertThat(seen("a")).isEqualTo(51);
    }

    @Test
    void othersGetTheOldCountsWhileOneCountsAnew() {
        rows.set(101);
        seen("a");
        pass(Duration.ofSeconds(10));
        rows.set(102);
        Supplier<Map<String, Long>> slow = () -> {
            assertThat(seen("a")).isEqualTo(101);
            return Map.of("all", 102L);
        };
        assertThat(counts.get("a", slow)).containsEntry("all", 102L);
        assertThat(seen("a")).isEqualTo(102);
    }

    @Test
    void countsDoNotServeForEverWhereCountingAnewFails() {
        rows.set(101);
        seen("a");
        pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> counts.get("a", () -> {
                    throw new IllegalStateException("too slow");
                }))
                .hasMessage("too slow");
        rows.set(103);
        assertThat(seen("a")).isEqualTo(101);
        pass(Duration.ofSeconds(20));
        assertThat(seen("a")).isEqualTo(103);
    }
}
