package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names of where an order goes. */
class AddressTests {

    @Test
    void areThoseOfTheRegionWhereNoneIsSaid() {
        PlaceOrder.Address named = to("CN", "330106", "", "");
        assertThat(named.province() + named.city() + named.district()).isEqualTo("浙江省杭州市西湖区");
        assertThat(to("", "330100", "", "").city()).isEqualTo("杭州市");
        assertThat(to("CN", "330106", "浙江", "").city()).isEmpty();
        assertThat(to("US", "330106", "", "").province()).isEmpty();
        assertThat(to("CN", "999999", "", "").province()).isEmpty();
    }

    private static PlaceOrder.Address to(String country, String region, String province, String city) {
        return new PlaceOrder.Address("", "", country, region, province, city, "", "1 Street", "");
    }
}
