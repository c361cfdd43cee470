package io.storelane.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Times as tables have them. */
class TimesTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static void reads(String cell, String instant) {
        assertThat(Times.read(cell, SHANGHAI)).as(cell).isEqualTo(Instant.parse(instant));
    }

    private static void refuses(String cell, DatasetProblem problem) {
        assertThatThrownBy(() -> Times.read(cell, SHANGHAI))
                .as(cell)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(problem));
    }

    @Test
    void theUsualFormsAreReadInTheZoneOfTheWorkspace() {
        for (String day : new String[] {
            "2026-11-22",
            "2026/11/22",
            "2026.11.22",
            "2026年11月22日",
            "20261122",
            "22 Nov 2026",
            "22-Nov-2026",
            "November 22, 2026",
            "11/22/2026",
            "22/11/2026",
            "22.11.2026",
            "２０２６－１１－２２"
        }) {
            reads(day, "2026-11-21T16:00:00Z");
        }
        for (String time : new String[] {
            "2026-11-22 10:30",
            "2026-11-22T10:30:00",
            "2026/11/22 10:30:00",
            "2026年11月22日 10时30分",
            "2026年11月22日 上午10:30",
            "11/22/2026 10:30 AM",
            "22 Nov 2026 10:30",
            "20261122103000",
            "2026-11-22T02:30:00Z",
            "2026-11-22 10:30:00 +0800"
        }) {
            reads(time, "2026-11-22T02:30:00Z");
        }
        reads("2026年11月22日 下午2:05", "2026-11-22T06:05:00Z");
        reads("5/5/2026", "2026-05-04T16:00:00Z");
    }

    @Test
    void whatCouldBeTwoDaysIsRefusedAndSoIsWhatIsNone() {
        refuses("05/06/2026", DatasetProblem.TIME_AMBIGUOUS);
        refuses("5.6.2026 10:00", DatasetProblem.TIME_AMBIGUOUS);
        for (String none :
                new String[] {"yesterday", "2026-02-31", "45991", "2026-13-01", "22 Foo 2026", "2026-11-22 25:00", "T"
                }) {
            refuses(none, DatasetProblem.NO_TIME);
        }
    }
}
