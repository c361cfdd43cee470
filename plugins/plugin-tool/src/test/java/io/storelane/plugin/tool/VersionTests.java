package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTests {
    private static Version version(String text) {
        return Version.of(text).orElseThrow();
    }

    /** The order that semver.org gives in its section 11. */
    @Test
    void versionsHaveAnOrder() {
        List<String> order = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.2.0",
                "1.10.0",
                "2.0.0");
        for (int i = 1; i < order.size(); i++) {
            assertThat(version(order.get(i - 1))).isLessThan(version(order.get(i)));
        }
        assertThat(version("1.0.0+a")).isEqualByComparingTo(version("1.0.0+b"));
    }

    @Test
    void otherTextsAreNoVersions() {
        assertThat(List.of("1", "1.0", "01.0.0", "1.0.0.0", "v1.0.0", "1.0.0-", "", "1.0.99999999999"))
                .allSatisfy(t -> assertThat(Version.of(t)).isEmpty());
    }

    @Test
    void rangesHoldVersions() {
        VersionRange range = VersionRange.of(">=1.0.0 & <2.0.0").orElseThrow();
        assertThat(range.contains(version("1.0.0"))).isTrue();
        assertThat(range.contains(version("1.99.3"))).isTrue();
        assertThat(range.contains(version("2.0.0"))).isFalse();
        assertThat(range.contains(version("1.0.0-rc.1"))).isFalse();
        assertThat(VersionRange.of("=1.2.3").orElseThrow().contains(version("1.2.3")))
                .isTrue();
        assertThat(VersionRange.of("*").orElseThrow().contains(version("0.0.1")))
                .isTrue();
        assertThat(List.of("", "1.0.0", ">=1", ">=1.0.0 &", ">=1.0.0 | <2.0.0", "^1.0.0"))
                .allSatisfy(t -> assertThat(VersionRange.of(t)).isEmpty());
    }
}
