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
}
