package io.storelane.plugin.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How a guide is read. */
class GuideReadingTests {

    @Test
    void blocksAreStepsInTheirOrder() {
        Guide guide = Guide.of("""
                ## 2. Make one
                ```sh
                echo 1
                ```
                At the end of `a/b.txt`:

                ```text
                one
                two
                ```
                """);
        assertThat(guide.steps())
                .containsExactly(
                        new Guide.Command(2, 2, "echo 1\n"), new Guide.Content(2, 7, "a/b.txt", true, "one\ntwo\n"));
    }

    @Test
    void blockThatBelongsNowhereIsRefused() {
        assertThatThrownBy(() -> Guide.of("Look:\n```java\nclass A {}\n```\n")).hasMessageContaining("Line 2");
    }
}
