package io.storelane.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Provinces, cities and districts of China by GB/T 2260 with the centres of those whose places are known, from
 * {@code regions/cn.csv}; where the table comes from is said in {@code NOTICE}.
 */
@Component
public final class Regions {

    private static final int PROVINCE = 2;
    private static final int CITY = 4;
    private static final int DISTRICT = 6;
    private static final double EARTH_KM = 6371.0088; // mean radius

    private static final NavigableMap<String, Region> BY_CODE = new TreeMap<>();
    private static final Map<String, Centre> CENTRES = new HashMap<>();

    /** @param latitude and longitude in degrees, WGS 84 */
    private record Centre(String code, double latitude, double longitude) {}

    static {
        try (InputStream file = Objects.requireNonNull(Regions.class.getResourceAsStream("/regions/cn.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String[] columns = line.split(",", -1);
                String code = columns[0];
                BY_CODE.put(code, new Region(code, columns[1]));
                if (!columns[2].isEmpty()) {
                    CENTRES.put(code, new Centre(code, Double.parseDouble(columns[2]), Double.parseDouble(columns[3])));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Regions TABLE = new Regions();

    Regions() {}

    /** Names of a district and of what it lies in; empty where the code does not go so far. */
    public record Names(String province, String city, String district) {}

    public static Names names(String code) {
        return new Names(
                TABLE.provinceOf(code).map(Region::name).orElse(""),
                TABLE.cityOf(code).map(Region::name).orElse(""),
                TABLE.districtOf(code).map(Region::name).orElse(""));
    }

    /** True for the code of a province, city or district. */
    public static boolean isCode(String code) {
        return BY_CODE.containsKey(code);
    }

    public boolean known(String code) {
        return isCode(code);
    }

    public Optional<Region> region(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The region that this one lies in; none for a province. */
    public Optional<Region> parent(String code) {
        if (!known(code) || code.endsWith("0000")) {
            return Optional.empty();
        }
        return code.endsWith("00") ? provinceOf(code) : cityOf(code).or(() -> provinceOf(code));
    }

    public Optional<Region> provinceOf(String code) {
        return code.length() == DISTRICT ? region(code.substring(0, PROVINCE) + "0000") : Optional.empty();
    }

    /** The city of a city or district; none for a province, and where districts stand directly below it. */
    public Optional<Region> cityOf(String code) {
        return code.length() == DISTRICT && !code.startsWith("00", PROVINCE)
                ? region(code.substring(0, CITY) + "00")
                : Optional.empty();
    }

    /** The district; none if the code is that of a city or province. */
    public Optional<Region> districtOf(String code) {
        return code.endsWith("00") ? Optional.empty() : region(code);
    }

    public List<Region> provinces() {
        return BY_CODE.values().stream().filter(r -> r.code().endsWith("0000")).toList();
    }

    /** What lies directly below a province or city, in order of codes. */
    public List<Region> below(String code) {
        if (!known(code) || !code.endsWith("00")) {
            return List.of();
        }
        boolean province = code.endsWith("0000");
        int kept = province ? PROVINCE : CITY;
        return BY_CODE.subMap(code, false, code.substring(0, kept) + "999999", true).values().stream()
                .filter(r -> r.code().startsWith(code.substring(0, kept)))
                .filter(r ->
                        !province || r.code().endsWith("00") || cityOf(r.code()).isEmpty())
                .toList();
    }

    /** Names from province to district, such as {@code 浙江省 杭州市 西湖区}; empty if the code is unknown. */
    public String path(String code) {
        List<String> names = new ArrayList<>();
        provinceOf(code).ifPresent(r -> names.add(r.name()));
        cityOf(code).ifPresent(r -> names.add(r.name()));
        districtOf(code).ifPresent(r -> names.add(r.name()));
        return known(code) ? String.join(" ", names) : "";
    }

    /** Regions whose name or code contains the text, the larger ones first. */
    public List<Region> search(String text, int most) {
        return BY_CODE.values().stream()
                .filter(r -> r.name().contains(text) || r.code().startsWith(text))
                .sorted(Comparator.comparing((Region r) ->
                                r.code().endsWith("0000") ? 0 : r.code().endsWith("00") ? 1 : 2)
                        .thenComparing(Region::code))
                .limit(most)
                .toList();
    }

    /**
     * The code of the region that a person means: a code with or without words behind it, or a name, with those of the regions
     * around it where there are several of that name. Empty if it is none, or may be several.
     */
    public Optional<String> meant(String typed) {
        String text = typed.strip();
        if (text.matches("\\d{6}( .*)?")) {
            String code = text.substring(0, DISTRICT);
            return known(code) ? Optional.of(code) : Optional.empty();
        }
        String name = text.replace(" ", "");
        List<String> codes = BY_CODE.values().stream()
                .filter(r -> !name.isEmpty() && name.endsWith(r.name()))
                .map(Region::code)
                .filter(code -> path(code).replace(" ", "").endsWith(name))
                .toList();
        return codes.size() == 1 ? Optional.of(codes.getFirst()) : Optional.empty();
    }

    /** A code with the names of the region, as lists offer it and {@link #meant} understands it; empty if the code is unknown. */
    public String shown(String code) {
        return known(code) ? code + " " + path(code) : "";
    }

    /** The place that a region is; that of a code that is none is known by nothing but its country. */
    public Router.Place place(String code) {
        return new Router.Place(
                "CN",
                known(code) ? code : "",
                provinceOf(code).map(Region::name).orElse(""),
                cityOf(code).map(Region::name).orElse(""));
    }

    /** True if both are codes of one city; a county that stands directly below its province is a city of its own. */
    static boolean sameCity(String a, String b) {
        return city(a).equals(city(b));
    }

    private static String city(String code) {
        // Chongqing has two numbers, one for districts and one for counties
        return code.startsWith("90", PROVINCE) || code.startsWith("00", PROVINCE)
                ? code
                : code.startsWith("50") ? "5001" : code.substring(0, CITY);
    }

    /**
     * Kilometres along a great circle from centre to centre, 1 or more; of a region without a centre the next larger one's counts.
     * Empty if one of them has none, or if one lies in the other: then nothing is known of the way.
     */
    static OptionalInt km(String a, String b) {
        Centre from = centre(a);
        Centre to = centre(b);
        if (from == null || to == null || contains(from.code(), to.code()) || contains(to.code(), from.code())) {
            return OptionalInt.empty();
        }
        double lat = Math.toRadians(to.latitude() - from.latitude());
        double lng = Math.toRadians(to.longitude() - from.longitude());
        double half = Math.pow(Math.sin(lat / 2), 2)
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * Math.pow(Math.sin(lng / 2), 2);
        return OptionalInt.of((int) Math.max(1, Math.round(2 * EARTH_KM * Math.asin(Math.sqrt(half)))));
    }

    private static @Nullable Centre centre(String code) {
        if (code.length() != DISTRICT) {
            return null;
        }
        Centre own = CENTRES.get(code);
        Centre city = own == null ? CENTRES.get(code.substring(0, CITY) + "00") : own;
        return city == null ? CENTRES.get(code.substring(0, PROVINCE) + "0000") : city;
    }

    /**
     * True if a place lies in a region: by its own code, else by the names of province and city. Of a place without a code nobody
     * knows whether it lies in a district.
     */
    static boolean holds(String region, Router.Place place) {
        if (Router.coded(place)) {
            return region.equals(place.region()) || contains(region, place.region());
        }
        Region province = BY_CODE.get(region.substring(0, PROVINCE) + "0000");
        if (!place.country().equals("CN")
                || province == null
                || !province.name().equals(place.province())) {
            return false;
        }
        Region named = BY_CODE.get(region);
        return region.endsWith("0000")
                || (region.endsWith("00") && named != null && named.name().equals(place.city()));
    }

    private static boolean contains(String outer, String inner) {
        return outer.endsWith("0000")
                ? inner.startsWith(outer.substring(0, PROVINCE))
                : outer.endsWith("00") ? sameCity(outer, inner) : outer.equals(inner);
    }
}
