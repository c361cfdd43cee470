package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long lists as a whole. */
class SliceTests {

    @Test
    void allPagesAreReadOnceAndOnlyWhenTheyAreAskedFor() {
        List<String> asked = new ArrayList<>();
        var rows = Slice.<Integer>all(cursor -> {
            asked.add(cursor);
            return cursor.isEmpty()
                    ? new Slice<>(List.of(1, 2), null, "a")
                    : cursor.equals(Keyset.strict("a"))
                            ? new Slice<>(List.of(3, 4), "p", "b")
                            : new Slice<>(List.of(), null, null);
        });
        assertThat(asked).hasSize(1);
        assertThat(rows.toList()).containsExactly(1, 2, 3, 4);
        assertThat(asked).containsExactly("", Keyset.strict("a"), Keyset.strict("b"));
    }
}
