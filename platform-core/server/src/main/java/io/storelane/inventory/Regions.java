package io.storelane.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Provinces, cities and districts of China by GB/T 2260, from {@code regions/cn.csv}; where the table comes from is said in
 * {@code NOTICE}. There are no coordinates in it: nearness goes by what two codes have in common.
 */
@Component
public final class Regions {

    private static final int PROVINCE = 2;
    private static final int CITY = 4;
    private static final int DISTRICT = 6;

    private final NavigableMap<String, Region> byCode = new TreeMap<>();

    Regions() {
        try (InputStream file = Objects.requireNonNull(Regions.class.getResourceAsStream("/regions/cn.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String code = line.substring(0, DISTRICT);
                byCode.put(code, new Region(code, line.substring(DISTRICT + 1)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean known(String code) {
        return byCode.containsKey(code);
    }

    public Optional<Region> region(String code) {
        return Optional.ofNullable(byCode.get(code));
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
        return byCode.values().stream().filter(r -> r.code().endsWith("0000")).toList();
    }

    /** What lies directly below a province or city, in order of codes. */
    public List<Region> below(String code) {
        if (!known(code) || !code.endsWith("00")) {
            return List.of();
        }
        boolean province = code.endsWith("0000");
        int kept = province ? PROVINCE : CITY;
        return byCode.subMap(code, false, code.substring(0, kept) + "999999", true).values().stream()
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
        return byCode.values().stream()
                .filter(r -> r.name().contains(text) || r.code().startsWith(text))
                .sorted(Comparator.comparing((Region r) ->
                                r.code().endsWith("0000") ? 0 : r.code().endsWith("00") ? 1 : 2)
                        .thenComparing(Region::code))
                .limit(most)
                .toList();
    }
}
