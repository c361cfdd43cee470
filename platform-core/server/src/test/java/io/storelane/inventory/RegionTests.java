package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of regions is whole: each code leads to a province, and names can be found. */
class RegionTests {

    private final Regions regions = new Regions();

    @Test
    void eachRegionIsReachedFromItsProvince() {
        assertThat(regions.provinces()).hasSize(34);
        int reached = 0;
        for (Region province : regions.provinces()) {
            reached++;
            for (Region city : regions.below(province.code())) {
                assertThat(regions.parent(city.code())).contains(province);
                reached++;
                for (Region district : regions.below(city.code())) {
                    assertThat(regions.parent(district.code())).contains(city);
                    reached++;
                }
            }
        }
        assertThat(reached).isEqualTo(3248);
    }

    @Test
    void namesFollowTheCode() {
        assertThat(regions.path("330106")).isEqualTo("浙江省 杭州市 西湖区");
        assertThat(regions.path("110105")).isEqualTo("北京市 市辖区 朝阳区");
        assertThat(regions.path("441900")).isEqualTo("广东省 东莞市");
        assertThat(regions.path("810005")).isEqualTo("香港特别行政区 油尖旺区");
        assertThat(regions.path("999999")).isEmpty();
        assertThat(regions.known("330100")).isTrue();
        assertThat(regions.known("3301")).isFalse();
    }

    @Test
    void largerRegionsAreFoundFirst() {
        assertThat(regions.search("杭州", 5)).extracting(Region::code).startsWith("330100");
        assertThat(regions.search("3301", 3)).extracting(Region::code).containsExactly("330100", "330102", "330103");
    }

    @Test
    void kilometresAreMeasuredBetweenCentres() {
        assertThat(Regions.km("310104", "330106").orElse(0)).isBetween(130, 190);
        assertThat(Regions.km("440300", "110000").orElse(0)).isBetween(1890, 2010);
        assertThat(Regions.km("330106", "310104")).isEqualTo(Regions.km("310104", "330106"));
        // two districts of Shanghai whose own centres are known
        assertThat(Regions.km("310104", "310101").orElse(0)).isBetween(2, 10);
        // Hongkong has one centre for all of its districts
        assertThat(Regions.km("810001", "440304").orElse(0)).isBetween(15, 65);
    }

    @Test
    void nothingIsKnownOfTheWayIntoARegionItself() {
        assertThat(Regions.km("330106", "330100")).isEmpty();
        assertThat(Regions.km("330106", "330105")).isEmpty(); // neither has a centre of its own
        assertThat(Regions.km("330000", "330402")).isEmpty();
        assertThat(Regions.km("810001", "810005")).isEmpty();
        assertThat(Regions.km("", "330106")).isEmpty();
        assertThat(Regions.km("999999", "330106")).isEmpty();
    }

    @Test
    void countiesDirectlyBelowTheirProvinceAreNoCityTogether() {
        assertThat(Regions.sameCity("429004", "429005")).isFalse();
        assertThat(Regions.sameCity("330106", "330100")).isTrue();
        assertThat(Regions.sameCity("500103", "500229")).isTrue();
        assertThat(Regions.sameCity("330106", "330203")).isFalse();
    }

    @Test
    void nearlyAllCitiesHaveACentre() {
        long cities = regions.provinces().stream()
                .flatMap(p -> regions.below(p.code()).stream())
                .filter(r -> r.code().endsWith("00"))
                .filter(r -> !r.code().startsWith("90", 2))
                .peek(r -> assertThat(Regions.km(r.code(), r.code().startsWith("54") ? "110000" : "540100"))
                        .as(r.name())
                        .isPresent())
                .count();
        assertThat(cities).isEqualTo(338);
    }
}
