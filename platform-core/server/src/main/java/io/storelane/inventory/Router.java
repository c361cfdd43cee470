package io.storelane.inventory;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the locations that ship an order, in memory. For each line the rules are asked one after the other until one of them
 * tells two locations apart:
 *
 * <ol>
 *   <li>stock: who has all units of the line goes before who has some;
 *   <li>nearness: same district, city, province, country; among those that are equal in this, fewer kilometres from centre to
 *       centre of the regions, as far as their centres are known;
 *   <li>splits: who can ship more lines of this order in full;
 *   <li>region: who belongs to the part of the organisation that the order belongs to;
 *   <li>priority: the number that people gave, 1 first;
 *   <li>cut-off: who can still ship today;
 *   <li>code: the code of the location, so that the same question has the same answer.
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
        NEARNESS,
        SPLITS,
        REGION,
        PRIORITY,
        CUT_OFF,
        CODE,
        /** A person decided. */
        PERSON;

        /** As stored with a reservation. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
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

    /** @param path path of the location's organisation node */
    public record Site(
            UUID id,
            String code,
            String name,
            String path,
            Place place,
            int priority,
            @Nullable LocalTime cutOff,
            ZoneId zone) {}

    /** @param line any number that tells the lines apart */
    public record Need(int line, UUID variantId, long units) {}

    /** @param free units that may be taken, 0 or more */
    public record Free(UUID variantId, UUID siteId, long free) {}

    /** @param path path of the organisation node that the order belongs to */
    public record Destination(Place place, String path, Instant at) {}

    /**
     * Units of one line from one location.
     *
     * @param against the location that came second; null if there was no other
     * @param nearness how near the location is
     * @param km kilometres from the centre of its region to that of the destination's; null if not known
     * @param againstKm the same of the location that came second
     * @param candidates locations that had any unit
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
            int candidates) {

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

    private record Rated(
            Site site,
            long free,
            boolean all,
            Nearness nearness,
            OptionalInt km,
            int lines,
            boolean region,
            boolean today) {

        @Nullable Integer kmOrNull() {
            return km.isPresent() ? (Integer) km.getAsInt() : null;
        }

        /** One whose way is not known comes after all that are as near by their region. */
        int way() {
            return km.orElse(Integer.MAX_VALUE);
        }
    }

    /** Plans one order; units that one line takes are gone for the next. */
    public static Plan plan(List<Need> needs, List<Site> sites, List<Free> stock, Destination destination) {
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
                List<Rated> rated = rate(need.variantId(), open, sites, left, wholeLines, destination);
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
                        second == null ? Rule.ONLY : decisive(best, second),
                        second == null ? null : second.site().code(),
                        best.nearness(),
                        best.kmOrNull(),
                        second == null ? null : second.kmOrNull(),
                        rated.size()));
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

    private static List<Rated> rate(
            UUID variant,
            long open,
            List<Site> sites,
            Map<UUID, Map<UUID, Long>> left,
            Map<UUID, Integer> wholeLines,
            Destination destination) {
        List<Rated> rated = new ArrayList<>();
        for (Site site : sites) {
            long free = left.getOrDefault(site.id(), Map.of()).getOrDefault(variant, 0L);
            if (free > 0) {
                rated.add(new Rated(
                        site,
                        free,
                        free >= open,
                        nearness(site.place(), destination.place()),
                        km(site.place(), destination.place()),
                        wholeLines.getOrDefault(site.id(), 0),
                        site.path().startsWith(destination.path())
                                || destination.path().startsWith(site.path()),
                        shipsToday(site, destination.at())));
            }
        }
        rated.sort(BEST_FIRST);
        return rated;
    }

    private static final Comparator<Rated> BEST_FIRST = Comparator.comparing(Rated::all)
            .thenComparing(Rated::nearness)
            .thenComparing(r -> -r.way())
            .thenComparing(Rated::lines)
            .thenComparing(Rated::region)
            .thenComparing(r -> -r.site().priority())
            .thenComparing(Rated::today)
            .reversed()
            .thenComparing(r -> r.site().code());

    private static Rule decisive(Rated best, Rated second) {
        if (best.all() != second.all()) {
            return Rule.STOCK;
        }
        if (best.nearness() != second.nearness() || best.way() != second.way()) {
            return Rule.NEARNESS;
        }
        if (best.lines() != second.lines()) {
            return Rule.SPLITS;
        }
        if (best.region() != second.region()) {
            return Rule.REGION;
        }
        if (best.site().priority() != second.site().priority()) {
            return Rule.PRIORITY;
        }
        return best.today() != second.today() ? Rule.CUT_OFF : Rule.CODE;
    }

    private static boolean shipsToday(Site site, Instant at) {
        return site.cutOff() == null || at.atZone(site.zone()).toLocalTime().isBefore(site.cutOff());
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

    private static boolean coded(Place place) {
        return place.country().equals("CN") && place.region().length() == 6;
    }

    private static OptionalInt km(Place a, Place b) {
        return coded(a) && coded(b) ? Regions.km(a.region(), b.region()) : OptionalInt.empty();
    }
}
