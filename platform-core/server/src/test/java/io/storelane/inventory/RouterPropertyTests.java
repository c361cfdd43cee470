package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.Router.Destination;
import io.storelane.inventory.Router.Need;
import io.storelane.inventory.Router.Pick;
import io.storelane.inventory.Router.Place;
import io.storelane.inventory.Router.Plan;
import io.storelane.inventory.Router.Rule;
import io.storelane.inventory.Router.Site;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Order after order is planned on one map of stock, and the model plans it too: for each unit it writes down what each rule says of
 * each location and takes the one that is best by the first rule that tells two apart.
 */
class RouterPropertyTests {

    private static final int ROUNDS = 1_500;
    private static final List<UUID> VARIANTS = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String XIHU = "330106";

    /** A place and how near it is to a district of Hangzhou: 5 = there, 0 = nobody knows. */
    private record Spot(String country, String region, int nearness) {}

    private static final List<Spot> SPOTS = List.of(
            new Spot("CN", XIHU, 5),
            new Spot("CN", "330105", 4),
            new Spot("CN", "330402", 3),
            new Spot("CN", "330302", 3),
            new Spot("CN", "310104", 2),
            new Spot("CN", "440106", 2),
            new Spot("CN", "", 2),
            new Spot("DE", "", 1),
            new Spot("", "", 0));

    /** Regions that a location serves, and whether they hold the district. */
    private record Served(Area area, boolean hit) {}

    private static final List<Served> SERVED = List.of(
            new Served(Area.EVERYWHERE, false),
            new Served(new Area(List.of(XIHU), false), true),
            new Served(new Area(List.of("440000", "330100"), false), true),
            new Served(new Area(List.of("330000"), true), true),
            new Served(new Area(List.of("330400", "330105"), false), false),
            new Served(new Area(List.of("310000"), true), false));

    /** Hours of a location, and whether somebody is there at noon of that Monday or later on it. */
    private record Staffed(Opening opening, boolean today) {}

    private static final List<Staffed> STAFFED = List.of(
            new Staffed(Opening.ALWAYS, true),
            new Staffed(open(DayOfWeek.MONDAY, 8, 18), true),
            new Staffed(open(DayOfWeek.MONDAY, 13, 18), true),
            new Staffed(open(DayOfWeek.MONDAY, 8, 12), false),
            new Staffed(open(DayOfWeek.TUESDAY, 8, 18), false),
            new Staffed(
                    new Opening(
                            Map.of(),
                            List.of(new Opening.Closure(
                                    LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-02"), "feast"))),
                    false));

    private static Opening open(DayOfWeek day, int from, int until) {
        return new Opening(
                Map.of(day, List.of(new Opening.Hours(LocalTime.of(from, 0), LocalTime.of(until, 0)))), List.of());
    }

    private record Depot(Site site, Spot spot, Served served, Staffed staffed, Map<UUID, long[]> freeAndSafety) {

        boolean allowed() {
            return !served.area().only() || served.hit();
        }

        long left(UUID variant, boolean keepSafety) {
            long[] level = freeAndSafety.getOrDefault(variant, new long[2]);
            return !allowed() ? 0 : Math.max(0, level[0] - (keepSafety ? level[1] : 0));
        }
    }

    private record Choice(
            int line,
            String code,
            long units,
            Rule rule,
            @Nullable String against) {}

    @Test
    void thePlanIsTheModelsWhateverTheStockAndTheOrders() {
        Property.holds(ROUNDS, round -> {
            List<Depot> depots = depots(round);
            List<Rule> rules = round.chance(30) ? Router.Rules.INITIAL.order() : rules(round);
            StockMap map = map(depots, rules);
            for (long order = round.number(1, 4); order > 0; order--) {
                boolean keepSafety = round.chance(70);
                String path = round.oneOf(List.of("/", "/zj/", "/zj/hz/"));
                var to = new Destination(new Place("CN", XIHU, "", ""), path, NOON);
                List<Need> needs = needs(round);
                round.step(needs + (keepSafety ? " of " : " to the last of ") + shown(depots) + " by " + rules);
                List<Choice> expected = new ArrayList<>();
                Map<Integer, Long> shortfall = new LinkedHashMap<>();
                Map<UUID, Long> free = free(depots, keepSafety);
                StockMap shuffled = map(shuffled(depots, round), rules);

                Plan plan = map.plan(needs, to, keepSafety);

                assertThat(shuffled.plan(needs, to, keepSafety))
                        .as("the same question has the same answer")
                        .isEqualTo(plan);
                assertThat(plan.isComplete())
                        .as("complete if and only if units suffice")
                        .isEqualTo(suffices(needs, free));
                model(needs, depots, rules, path, keepSafety, expected, shortfall);
                assertThat(plan.picks().stream().map(RouterPropertyTests::choice))
                        .containsExactlyElementsOf(expected);
                assertThat(plan.shortfall()).isEqualTo(shortfall);
                map.take(plan);
                neverMoreThanFree(depots, keepSafety, plan);
            }
        });
    }

    /** Some of the rules in some order; none at all, too. */
    private static List<Rule> rules(Round round) {
        List<Rule> rules = new ArrayList<>(Router.Rules.INITIAL.order());
        Collections.shuffle(rules, round.random());
        return rules.subList(0, (int) round.number(0, rules.size()));
    }

    private static List<Depot> depots(Round round) {
        List<Depot> depots = new ArrayList<>();
        List<Spot> spots = round.chance(50) ? SPOTS : List.of(round.oneOf(SPOTS), round.oneOf(SPOTS));
        for (long i = round.number(1, 6); i > 0; i--) {
            Spot spot = round.oneOf(spots);
            Map<UUID, long[]> levels = new HashMap<>();
            for (UUID variant : VARIANTS) {
                if (round.chance(60)) {
                    levels.put(variant, new long[] {round.number(0, 9), round.chance(60) ? 0 : round.number(0, 4)});
                }
            }
            String code = "S" + i;
            Served served = round.oneOf(SERVED);
            Staffed staffed = round.oneOf(STAFFED);
            depots.add(new Depot(
                    new Site(
                            new UUID(9, i),
                            code,
                            code,
                            round.oneOf(List.of("/", "/zj/", "/bj/")),
                            new Place(spot.country(), spot.region(), "", ""),
                            (int) round.number(1, 2),
                            round.oneOf(Arrays.asList(null, LocalTime.of(11, 0), LocalTime.of(18, 0))),
                            ZoneOffset.UTC,
                            served.area(),
                            staffed.opening()),
                    spot,
                    served,
                    staffed,
                    levels));
        }
        return depots;
    }

    private static List<Need> needs(Round round) {
        List<Need> needs = new ArrayList<>();
        long lines = round.number(1, 4);
        for (int line = 0; line < lines; line++) {
            needs.add(new Need(line, round.oneOf(VARIANTS), round.number(1, 9)));
        }
        return needs;
    }

    private static List<Depot> shuffled(List<Depot> depots, Round round) {
        List<Depot> other = new ArrayList<>(depots);
        Collections.shuffle(other, round.random());
        return other;
    }

    private static StockMap map(List<Depot> depots, List<Rule> rules) {
        StockMap map = new StockMap(new Router.Rules(rules));
        depots.forEach(d -> {
            map.add(d.site());
            d.freeAndSafety()
                    .forEach((variant, level) -> map.add(variant, d.site().id(), level[0], level[1]));
        });
        return map;
    }

    private static String shown(List<Depot> depots) {
        List<String> all = new ArrayList<>();
        depots.forEach(d -> d.freeAndSafety()
                .forEach((variant, level) -> all.add(
                        d.site().code() + "/" + variant.getLeastSignificantBits() + ":" + level[0] + "-" + level[1])));
        return all.toString();
    }

    private static Map<UUID, Long> free(List<Depot> depots, boolean keepSafety) {
        Map<UUID, Long> free = new HashMap<>();
        depots.forEach(d -> VARIANTS.forEach(v -> free.merge(v, d.left(v, keepSafety), Long::sum)));
        return free;
    }

    private static boolean suffices(List<Need> needs, Map<UUID, Long> free) {
        return VARIANTS.stream()
                .allMatch(v -> needs.stream()
                                .filter(n -> n.variantId().equals(v))
                                .mapToLong(Need::units)
                                .sum()
                        <= free.getOrDefault(v, 0L));
    }

    private static Choice choice(Pick pick) {
        return new Choice(pick.line(), pick.site().code(), pick.units(), pick.rule(), pick.against());
    }

    /** Takes the units of the plan out of the model's stock. */
    private static void neverMoreThanFree(List<Depot> depots, boolean keepSafety, Plan plan) {
        for (Depot depot : depots) {
            for (UUID variant : VARIANTS) {
                long taken = plan.picks().stream()
                        .filter(p -> p.siteId().equals(depot.site().id())
                                && p.variantId().equals(variant))
                        .mapToLong(Pick::units)
                        .sum();
                assertThat(taken).isLessThanOrEqualTo(depot.left(variant, keepSafety));
                if (taken > 0) {
                    java.util.Objects.requireNonNull(depot.freeAndSafety().get(variant))[0] -= taken;
                }
            }
        }
    }

    private static void model(
            List<Need> needs,
            List<Depot> depots,
            List<Rule> rules,
            String path,
            boolean keepSafety,
            List<Choice> picks,
            Map<Integer, Long> shortfall) {
        Map<String, Long> left = new HashMap<>();
        depots.forEach(d -> VARIANTS.forEach(v -> left.put(d.site().code() + v, d.left(v, keepSafety))));
        Map<String, Long> lines = new HashMap<>();
        depots.forEach(d -> lines.put(d.site().code(), inFull(needs, d, keepSafety)));
        for (Need need : needs) {
            long open = need.units();
            while (open > 0) {
                Depot best = null;
                Depot second = null;
                for (Depot depot : depots) {
                    if (left.getOrDefault(depot.site().code() + need.variantId(), 0L) == 0) {
                        continue;
                    }
                    if (best == null || before(depot, best, need, open, left, lines, path, rules) != Rule.ONLY) {
                        second = best;
                        best = depot;
                    } else if (second == null
                            || before(depot, second, need, open, left, lines, path, rules) != Rule.ONLY) {
                        second = depot;
                    }
                }
                if (best == null) {
                    shortfall.put(need.line(), open);
                    break;
                }
                long units = Math.min(open, left.getOrDefault(best.site().code() + need.variantId(), 0L));
                picks.add(new Choice(
                        need.line(),
                        best.site().code(),
                        units,
                        second == null ? Rule.ONLY : before(best, second, need, open, left, lines, path, rules),
                        second == null ? null : second.site().code()));
                left.merge(best.site().code() + need.variantId(), -units, Long::sum);
                open -= units;
            }
        }
    }

    /** Lines that the location has in full, if it ships them one after the other. */
    private static long inFull(List<Need> needs, Depot depot, boolean keepSafety) {
        Map<UUID, Long> left = new HashMap<>();
        VARIANTS.forEach(v -> left.put(v, depot.left(v, keepSafety)));
        return needs.stream()
                .filter(n -> left.getOrDefault(n.variantId(), 0L) >= n.units()
                        && left.merge(n.variantId(), -n.units(), Long::sum) >= 0)
                .count();
    }

    /** The rule by which one location goes before another; ONLY if it does not. */
    private static Rule before(
            Depot a,
            Depot b,
            Need need,
            long open,
            Map<String, Long> left,
            Map<String, Long> lines,
            String path,
            List<Rule> rules) {
        Map<Rule, long[]> marksOfA = marks(a, need, open, left, lines, path);
        Map<Rule, long[]> marksOfB = marks(b, need, open, left, lines, path);
        for (Rule rule : rules) {
            int compared =
                    Arrays.compare(marksOfA.getOrDefault(rule, new long[0]), marksOfB.getOrDefault(rule, new long[0]));
            if (compared != 0) {
                return compared > 0 ? rule : Rule.ONLY;
            }
        }
        return a.site().code().compareTo(b.site().code()) < 0 ? Rule.CODE : Rule.ONLY;
    }

    /** What each rule says of a location: more is better. */
    private static Map<Rule, long[]> marks(
            Depot depot, Need need, long open, Map<String, Long> left, Map<String, Long> lines, String path) {
        Site site = depot.site();
        Spot spot = depot.spot();
        LocalTime cutOff = site.cutOff();
        long way = spot.region().isEmpty()
                ? -1_000_000
                : -Regions.km(spot.region(), XIHU).orElse(1_000_000);
        boolean own = site.path().startsWith(path) || path.startsWith(site.path());
        boolean today = (cutOff == null || cutOff.isAfter(LocalTime.NOON))
                && depot.staffed().today();
        return Map.of(
                Rule.STOCK, new long[] {left.getOrDefault(site.code() + need.variantId(), 0L) >= open ? 1 : 0},
                Rule.DIVISION, new long[] {depot.served().hit() ? 1 : 0},
                Rule.NEARNESS, new long[] {spot.nearness(), way},
                Rule.SPLITS, new long[] {lines.getOrDefault(site.code(), 0L)},
                Rule.REGION, new long[] {own ? 1 : 0},
                Rule.PRIORITY, new long[] {-site.priority()},
                Rule.CUT_OFF, new long[] {today ? 1 : 0});
    }
}
