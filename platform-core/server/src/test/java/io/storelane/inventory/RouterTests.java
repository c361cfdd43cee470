package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.Router.Destination;
import io.storelane.inventory.Router.Free;
import io.storelane.inventory.Router.Need;
import io.storelane.inventory.Router.Pick;
import io.storelane.inventory.Router.Place;
import io.storelane.inventory.Router.Plan;
import io.storelane.inventory.Router.Rule;
import io.storelane.inventory.Router.Site;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The router decides by its rules in their order, and says which one decided. */
class RouterTests {

    private static final UUID MUG = new UUID(0, 1);
    private static final UUID BEAN = new UUID(0, 2);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Destination HANGZHOU = to("CN", "330106", "/zj/hz/");

    private static Destination to(String country, String region, String path) {
        return new Destination(new Place(country, region, "", ""), path, NOON);
    }

    private static Site site(String code, String region, String path, int priority, String cutOff) {
        return new Site(
                UUID.nameUUIDFromBytes(code.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                code,
                code,
                path,
                new Place("CN", region, "", ""),
                priority,
                cutOff.isEmpty() ? null : LocalTime.parse(cutOff),
                ZoneOffset.UTC);
    }

    private static Free free(UUID variant, Site site, long units) {
        return new Free(variant, site.id(), units);
    }

    private static Pick onlyPick(Site a, long unitsAtA, Site b, long unitsAtB) {
        Plan plan = Router.plan(
                List.of(new Need(0, MUG, 5)),
                List.of(b, a),
                List.of(free(MUG, a, unitsAtA), free(MUG, b, unitsAtB)),
                HANGZHOU);
        assertThat(plan.isComplete()).isTrue();
        return plan.picks().getFirst();
    }

    @ParameterizedTest(name = "{0}: {1} goes before {2}")
    @CsvSource({
        // rule, the one that wins: region|path|priority|cut-off|units, the one that loses
        "STOCK, 110101|/bj/|999||5, 330106|/zj/hz/|1||4",
        "NEARNESS, 330106|/bj/|999||5, 330105|/zj/hz/|1||9",
        "NEARNESS, 330105|/bj/|999||5, 330203|/zj/hz/|1||9",
        "NEARNESS, 330203|/bj/|999||5, 310104|/zj/hz/|1||9",
        // all in other provinces: Shanghai, Guangzhou and Beijing by their centres
        "NEARNESS, 310104|/bj/|999||5, 440106|/zj/hz/|1||9",
        "NEARNESS, 110101|/bj/|999||5, 650102|/zj/hz/|1||9",
        // in the same province: Jiaxing is nearer than Wenzhou; but the province goes before the nearer Shanghai
        "NEARNESS, 330402|/bj/|999||5, 330302|/zj/hz/|1||9",
        "NEARNESS, 330302|/bj/|999||5, 310104|/zj/hz/|1||9",
        "REGION, 330106|/zj/|999||5, 330106|/bj/|1||9",
        "PRIORITY, 330106|/zj/|1|08:00|5, 330106|/zj/|2||9",
        "CUT_OFF, 330106|/zj/|1|18:00|5, 330106|/zj/|1|08:00|9",
        "CUT_OFF, 330106|/zj/|1||5, 330106|/zj/|1|11:59|9",
        "CODE, 330106|/zj/|1||5, 330106|/zj/|1||9"
    })
    void aRuleDecidesBeforeThoseAfterIt(Rule rule, String first, String second) {
        String[] a = first.split("\\|", -1);
        String[] b = second.split("\\|", -1);
        Site winner = site("A", a[0], a[1], Integer.parseInt(a[2]), a[3]);
        Site loser = site("B", b[0], b[1], Integer.parseInt(b[2]), b[3]);

        Pick pick = onlyPick(winner, Long.parseLong(a[4]), loser, Long.parseLong(b[4]));

        assertThat(pick.siteId()).isEqualTo(winner.id());
        assertThat(pick.rule()).isEqualTo(rule);
        assertThat(pick.against()).isEqualTo("B");
    }

    @Test
    void amongEquallyNearOnesTheOneThatShipsMoreLinesWins() {
        Site both = site("Z", "330106", "/bj/", 999, "");
        Site one = site("A", "330106", "/zj/hz/", 1, "");
        Plan plan = Router.plan(
                List.of(new Need(0, MUG, 1), new Need(1, BEAN, 1)),
                List.of(one, both),
                List.of(free(MUG, one, 9), free(MUG, both, 1), free(BEAN, both, 1)),
                HANGZHOU);
        assertThat(plan.picks()).extracting(Pick::siteId).containsOnly(both.id());
        assertThat(plan.picks().getFirst().rule()).isEqualTo(Rule.SPLITS);
        assertThat(plan.picks().get(1).rule()).isEqualTo(Rule.ONLY);
    }

    @Test
    void whereNobodyHasAllUnitsSeveralShip() {
        Site near = site("A", "330106", "/", 1, "");
        Site far = site("B", "110101", "/", 1, "");
        Plan plan = Router.plan(
                List.of(new Need(0, MUG, 5)),
                List.of(far, near),
                List.of(free(MUG, near, 2), free(MUG, far, 2)),
                HANGZHOU);
        assertThat(plan.picks()).extracting(Pick::units).containsExactly(2L, 2L);
        assertThat(plan.picks().getFirst().siteId()).isEqualTo(near.id());
        assertThat(plan.shortfall()).containsExactly(Map.entry(0, 1L));
    }

    @Test
    void withoutAPlaceNearnessDecidesNothing() {
        Site a = site("A", "330106", "/", 2, "");
        Site b = site("B", "110101", "/", 1, "");
        Plan plan = Router.plan(
                List.of(new Need(0, MUG, 1)),
                List.of(a, b),
                List.of(free(MUG, a, 9), free(MUG, b, 9)),
                new Destination(Place.UNKNOWN, "/", NOON));
        assertThat(plan.picks().getFirst().siteId()).isEqualTo(b.id());
        assertThat(plan.picks().getFirst().rule()).isEqualTo(Rule.PRIORITY);
        assertThat(plan.picks().getFirst().reason()).containsEntry("nearness", "unknown");
    }

    @Test
    void thePickSaysHowManyKilometresItIsAway() {
        Site shanghai = site("SH", "310104", "/", 1, "");
        Site beijing = site("BJ", "110000", "/", 1, "");
        Pick pick = onlyPick(shanghai, 5, beijing, 5);
        assertThat(pick.reason()).containsEntry("nearness", "country").containsEntry("against", "BJ");
        // Hangzhou to Shanghai is about 165 km as the crow flies, to Beijing about 1,120 km
        assertThat(pick.km()).isBetween(140, 190);
        assertThat(pick.againstKm()).isBetween(1_080, 1_170);
    }

    @Test
    void whereTheCentresAreUnknownTheCodesAloneCount() {
        // both lie in the city that the order goes to: of neither district is the way known
        Site a = site("A", "330105", "/", 2, "");
        Site b = site("B", "330102", "/", 1, "");
        Pick pick = onlyPick(b, 5, a, 5);
        assertThat(pick.rule()).isEqualTo(Rule.PRIORITY);
        assertThat(pick.nearness()).isEqualTo(Router.Nearness.CITY);
        assertThat(pick.reason()).doesNotContainKeys("km", "againstKm");
        // a country without a table of regions: names alone count
        Place berlin = new Place("DE", "", "BE", "Berlin");
        Plan plan = Router.plan(
                List.of(new Need(0, MUG, 1)),
                List.of(a, b),
                List.of(free(MUG, a, 9), free(MUG, b, 9)),
                new Destination(berlin, "/", NOON));
        assertThat(plan.picks().getFirst().nearness()).isEqualTo(Router.Nearness.ABROAD);
        assertThat(plan.picks().getFirst().km()).isNull();
    }

    @Test
    void aLocationWithoutACentreComesAfterThoseThatAreAsNearByTheirCodes() {
        Site known = site("B", "650102", "/", 999, "");
        Site unknown = site("A", "", "/", 1, "");
        Pick pick = onlyPick(known, 5, unknown, 5);
        assertThat(pick.rule()).isEqualTo(Rule.NEARNESS);
        assertThat(pick.againstKm()).isNull();
    }
}
