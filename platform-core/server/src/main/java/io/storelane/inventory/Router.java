package io.storelane.inventory;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the locations that ship an order, in memory. A location that serves certain regions only is left out elsewhere. Of the
 * rest, the workspace's {@link Rules} are asked for each line one after the other until one of them tells two locations apart. As
 * long as nobody changed them, they are:
 *
 * <ol>
 *   <li>stock: who has all units of the line goes before who has some;
 *   <li>division: who serves the region of the destination first;
 *   <li>nearness: same district, city, province, country; among those that are equal in this, fewer kilometres from centre to
 *       centre of the regions, as far as their centres are known;
 *   <li>splits: who can ship more lines of this order in full;
 *   <li>region: who belongs to the part of the organisation that the order belongs to;
 *   <li>priority: the number that people gave, 1 first;
 *   <li>cut-off: who can still ship today: is open, or opens yet, and its cut-off is not over;
 *   <li>code: the code of the location, so that the same question has the same answer; nobody can switch it off.
 * </ol>
 *
 * <p>Where no location has all units of a line, they are taken from several in the same order. Each pick says which rule decided
 * and against whom.
 */
public final class Router {

    private Router() {}

    /** What decides between two locations. */
    public enum Rule {
        /** There was one location only. */
        ONLY,
        STOCK,
        DIVISION,
        NEARNESS,
        SPLITS,
        REGION,
        PRIORITY,
        CUT_OFF,
        CODE,
        /** Somebody outside of the rules had a wish; see {@link Preference}. */
        PLUGIN,
        /** A person decided. */
        PERSON;

        /** As stored with a reservation. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The rules of a workspace.
     *
     * @param order those that are asked, the first one first; none of {@link Rule#ONLY}, {@link Rule#CODE}, {@link Rule#PLUGIN},
     *     {@link Rule#PERSON}
     */
    public record Rules(List<Rule> order) {

        /** As long as nobody changed them. */
        public static final Rules INITIAL = new Rules(List.of(
                Rule.STOCK, Rule.DIVISION, Rule.NEARNESS, Rule.SPLITS, Rule.REGION, Rule.PRIORITY, Rule.CUT_OFF));

        public Rules {
            order = List.copyOf(order);
        }
    }

    /** How near a location is to where the order goes; UNKNOWN where either side names no place. */
    public enum Nearness {
        UNKNOWN,
        ABROAD,
        COUNTRY,
        PROVINCE,
        CITY,
        DISTRICT
    }

    /** @param region code of the district by GB/T 2260 where the country is CN; empty = unknown */
    public record Place(String country, String region, String province, String city) {

        public static final Place UNKNOWN = new Place("", "", "", "");
    }

    /**
     * @param path path of the location's organisation node
     * @param opening when it is open, in its zone
     */
    public record Site(
            UUID id,
            String code,
            String name,
            String path,
            Place place,
            int priority,
            @Nullable LocalTime cutOff,
            ZoneId zone,
            Area area,
            Opening opening) {

        /** One that serves every region and never closes. */
        public Site(
                UUID id,
                String code,
                String name,
                String path,
                Place place,
                int priority,
                @Nullable LocalTime cutOff,
                ZoneId zone) {
            this(id, code, name, path, place, priority, cutOff, zone, Area.EVERYWHERE, Opening.ALWAYS);
        }
    }

    /** @param line any number that tells the lines apart */
    public record Need(int line, UUID variantId, long units) {}

    /** @param free units that may be taken, 0 or more */
    public record Free(UUID variantId, UUID siteId, long free) {}

    /**
     * @param path path of the organisation node that the order belongs to
     * @param preference what is asked before the rules
     */
    public record Destination(Place place, String path, Instant at, Preference preference) {

        /** One of which nobody wishes anything. */
        public Destination(Place place, String path, Instant at) {
            this(place, path, at, Preference.NONE);
        }
    }

    /**
     * Locations that a plugin wishes for, before the rules.
     *
     * @param sites the best first; empty = no wish
     * @param english why, as people read it
     * @param chinese the same
     */
    public record Preference(String plugin, List<UUID> sites, String english, String chinese) {

        public static final Preference NONE = new Preference("", List.of(), "", "");

        public Preference {
            sites = List.copyOf(sites);
        }

        private int rank(Site site) {
            int index = sites.indexOf(site.id());
            return index < 0 ? sites.size() : index;
        }
    }

    /**
     * Units of one line from one location.
     *
     * @param against the location that came second; null if there was no other
     * @param nearness how near the location is
     * @param km kilometres from the centre of its region to that of the destination's; null if not known
     * @param againstKm the same of the location that came second
     * @param candidates locations that had any unit
     * @param preference the wish that was followed; without sites if the rules decided
     */
    public record Pick(
            int line,
            UUID variantId,
            Site site,
            long units,
            Rule rule,
            @Nullable String against,
            Nearness nearness,
            @Nullable Integer km,
            @Nullable Integer againstKm,
            int candidates,
            Preference preference) {

        public UUID siteId() {
            return site.id();
        }

        /** What the reservation keeps of the decision. */
        public Map<String, Object> reason() {
            Map<String, Object> reason = new LinkedHashMap<>();
            reason.put("candidates", candidates);
            reason.put("nearness", nearness.name().toLowerCase(java.util.Locale.ROOT));
            if (km != null) {
                reason.put("km", km);
            }
            if (against != null) {
                reason.put("against", against);
            }
            if (againstKm != null) {
                reason.put("againstKm", againstKm);
            }
            if (rule == Rule.PLUGIN) {
                reason.put("plugin", preference.plugin());
                reason.put("because", Map.of("en", preference.english(), "zh", preference.chinese()));
            }
            return reason;
        }
    }

    /** @param shortfall units that nobody has, by line; lines in full are missing */
    public record Plan(List<Pick> picks, Map<Integer, Long> shortfall) {

        public static final Plan EMPTY = new Plan(List.of(), Map.of());

        public boolean isComplete() {
            return shortfall.isEmpty();
        }
    }

    /**
     * What the rules say of a location for a line.
     *
     * @param free units that it has
     * @param all true if these are all that are open of the line
     * @param first true if it serves the region of the destination first
     * @param lines lines of the order that it could ship in full
     * @param region true if it belongs to the part of the organisation that sold
     * @param today true if it can still ship on the day of the order
     * @param wish its place in the wish of a plugin, 0 first; the same for all where there is none
     */
    public record Rated(
            Site site,
            long free,
            boolean all,
            boolean first,
            Nearness nearness,
            @Nullable Integer km,
            int lines,
            boolean region,
            boolean today,
            int wish) {

        /** One whose way is not known comes after all that are as near by their region. */
        private int way() {
            return km == null ? Integer.MAX_VALUE : km;
        }

        private int compare(Rule rule, Rated other) {
            return switch (rule) {
                case STOCK -> Boolean.compare(other.all, all);
                case DIVISION -> Boolean.compare(other.first, first);
                case NEARNESS ->
                    nearness == other.nearness
                            ? Integer.compare(way(), other.way())
                            : other.nearness.compareTo(nearness);
                case SPLITS -> Integer.compare(other.lines, lines);
                case REGION -> Boolean.compare(other.region, region);
                case PRIORITY -> Integer.compare(site.priority(), other.site.priority());
                case CUT_OFF -> Boolean.compare(other.today, today);
                case CODE -> site.code().compareTo(other.site.code());
                case PLUGIN -> Integer.compare(wish, other.wish);
                case ONLY, PERSON -> 0;
            };
        }
    }

    /**
     * How one pick was made.
     *
     * @param open units of the line that were open
     * @param ranked the locations that have any of it, the best first
     * @param leftOut locations that have some of it too, but serve other regions only
     */
    public record Choice(Need need, long open, List<Rated> ranked, List<Site> leftOut) {}

    /** Plans one order; units that one line takes are gone for the next. */
    public static Plan plan(List<Need> needs, List<Site> sites, List<Free> stock, Destination destination) {
        return plan(needs, sites, stock, destination, Rules.INITIAL, null);
    }

    /** @param witness is told of each choice; null if nobody asks */
    static Plan plan(
            List<Need> needs,
            List<Site> all,
            List<Free> stock,
            Destination destination,
            Rules rules,
            @Nullable Consumer<Choice> witness) {
        List<Site> sites = all.stream()
                .filter(site -> site.area().allows(destination.place()))
                .toList();
        Map<UUID, Map<UUID, Long>> left = new HashMap<>();
        for (Free level : stock) {
            left.computeIfAbsent(level.siteId(), _ -> new HashMap<>()).put(level.variantId(), level.free());
        }
        Map<UUID, Integer> wholeLines = new HashMap<>();
        for (Site site : sites) {
            wholeLines.put(site.id(), wholeLines(needs, left.getOrDefault(site.id(), Map.of())));
        }
        List<Pick> picks = new ArrayList<>();
        Map<Integer, Long> shortfall = new LinkedHashMap<>();
        for (Need need : needs) {
            long open = need.units();
            while (open > 0) {
                List<Rated> rated = rate(need.variantId(), open, sites, left, wholeLines, destination, rules);
                if (witness != null) {
                    witness.accept(new Choice(need, open, rated, leftOut(need.variantId(), all, sites, left)));
                }
                if (rated.isEmpty()) {
                    shortfall.put(need.line(), open);
                    break;
                }
                Rated best = rated.getFirst();
                Rated second = rated.size() > 1 ? rated.get(1) : null;
                long units = Math.min(open, best.free());
                picks.add(new Pick(
                        need.line(),
                        need.variantId(),
                        best.site(),
                        units,
                        second == null ? Rule.ONLY : decisive(rules, best, second),
                        second == null ? null : second.site().code(),
                        best.nearness(),
                        best.km(),
                        second == null ? null : second.km(),
                        rated.size(),
                        destination.preference()));
                left.getOrDefault(best.site().id(), Map.of())
                        .computeIfPresent(need.variantId(), (_, free) -> free - units);
                open -= units;
            }
        }
        return new Plan(picks, shortfall);
    }

    private static int wholeLines(List<Need> needs, Map<UUID, Long> free) {
        Map<UUID, Long> left = new HashMap<>(free);
        int lines = 0;
        for (Need need : needs) {
            long has = left.getOrDefault(need.variantId(), 0L);
            if (has >= need.units()) {
                lines++;
                left.put(need.variantId(), has - need.units());
            }
        }
        return lines;
    }

    private static List<Site> leftOut(UUID variant, List<Site> all, List<Site> sites, Map<UUID, Map<UUID, Long>> left) {
        return all.stream()
                .filter(site -> !sites.contains(site))
                .filter(site -> left.getOrDefault(site.id(), Map.of()).getOrDefault(variant, 0L) > 0)
                .toList();
    }

    private static List<Rated> rate(
            UUID variant,
            long open,
            List<Site> sites,
            Map<UUID, Map<UUID, Long>> left,
            Map<UUID, Integer> wholeLines,
            Destination destination,
            Rules rules) {
        List<Rated> rated = new ArrayList<>();
        for (Site site : sites) {
            long free = left.getOrDefault(site.id(), Map.of()).getOrDefault(variant, 0L);
            if (free > 0) {
                rated.add(new Rated(
                        site,
                        free,
                        free >= open,
                        site.area().first(destination.place()),
                        nearness(site.place(), destination.place()),
                        km(site.place(), destination.place()),
                        wholeLines.getOrDefault(site.id(), 0),
                        site.path().startsWith(destination.path())
                                || destination.path().startsWith(site.path()),
                        shipsToday(site, destination.at()),
                        destination.preference().rank(site)));
            }
        }
        rated.sort((a, b) -> compare(rules, a, b));
        return rated;
    }

    private static int compare(Rules rules, Rated a, Rated b) {
        int wished = a.compare(Rule.PLUGIN, b);
        if (wished != 0) {
            return wished;
        }
        for (Rule rule : rules.order()) {
            int compared = a.compare(rule, b);
            if (compared != 0) {
                return compared;
            }
        }
        return a.compare(Rule.CODE, b);
    }

    private static Rule decisive(Rules rules, Rated best, Rated second) {
        if (best.compare(Rule.PLUGIN, second) != 0) {
            return Rule.PLUGIN;
        }
        return rules.order().stream()
                .filter(rule -> best.compare(rule, second) != 0)
                .findFirst()
                .orElse(Rule.CODE);
    }

    private static boolean shipsToday(Site site, Instant at) {
        LocalDateTime local = at.atZone(site.zone()).toLocalDateTime();
        return (site.cutOff() == null || local.toLocalTime().isBefore(site.cutOff()))
                && site.opening().servesOn(local);
    }

    /** By code of GB/T 2260 (two digits province, four city, six district) in China, else by the names. */
    static Nearness nearness(Place a, Place b) {
        if (a.country().isEmpty() || b.country().isEmpty()) {
            return Nearness.UNKNOWN;
        }
        if (!a.country().equals(b.country())) {
            return Nearness.ABROAD;
        }
        if (coded(a) && coded(b)) {
            if (a.region().equals(b.region()) && !a.region().endsWith("00")) {
                return Nearness.DISTRICT;
            }
            if (Regions.sameCity(a.region(), b.region()) && !a.region().endsWith("0000")) {
                return Nearness.CITY;
            }
            return a.region().regionMatches(0, b.region(), 0, 2) ? Nearness.PROVINCE : Nearness.COUNTRY;
        }
        boolean province = !a.province().isEmpty() && a.province().equalsIgnoreCase(b.province());
        if (province && !a.city().isEmpty() && a.city().equalsIgnoreCase(b.city())) {
            return Nearness.CITY;
        }
        return province ? Nearness.PROVINCE : Nearness.COUNTRY;
    }

    static boolean coded(Place place) {
        return place.country().equals("CN") && place.region().length() == 6;
    }

    private static @Nullable Integer km(Place a, Place b) {
        OptionalInt km = coded(a) && coded(b) ? Regions.km(a.region(), b.region()) : OptionalInt.empty();
        return km.isPresent() ? (Integer) km.getAsInt() : null;
    }
}
