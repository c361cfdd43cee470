package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Segments, as programs read them. */
class SegmentApiTests {

    private static final String SEGMENTS = "/api/v1/p/crm/segments";

    private static String next(Outcome page) {
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(page.body());
        return next.find() ? next.group(1) : "";
    }

    @Test
    void programsReadSegmentsAndTheirCustomersPageByPage() {
        Market hill = new Market("Hill Coffee");
        Market lake = new Market("Lake Books");
        for (String name : new String[] {"Ann Miller", "Bob Stone", "Cid Hall"}) {
            UUID customer = hill.customer(name);
            hill.tag(customer, "VIP");
            hill.says("/customers/" + customer, "VIP");
        }
        String vip = SegmentTests.added(hill.shop, SegmentTests.form("Vip", "all", "TAG", "IS", "VIP", ""));
        SegmentTests.added(hill.shop, SegmentTests.form("Anybody", "all", "TAG", "IS", "Anybody", ""));
        SegmentTests.added(hill.shop, SegmentTests.form("Zero", "all", "TAG", "IS", "Zero", ""));

        Outcome first = hill.shop.api().get(SEGMENTS + "?limit=2");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("Anybody", "Vip").doesNotContain("Zero");
        assertThat(hill.shop
                        .api()
                        .get(SEGMENTS + "?limit=2&after=" + next(first))
                        .body())
                .contains("Zero", "\"next\":null")
                .doesNotContain("Vip");

        String customers = "/api/v1/p/crm" + vip + "/customers";
        Patience.until(() -> hill.shop.api().get(customers).body().split("\"id\"", -1).length == 4);
        Outcome two = hill.shop.api().get(customers + "?limit=2");
        Outcome one = hill.shop.api().get(customers + "?limit=2&after=" + next(two));
        assertThat(two.body().split("\"id\"", -1)).hasSize(3);
        assertThat(one.body().split("\"id\"", -1)).hasSize(2);
        assertThat(two.body() + one.body()).contains("Ann Miller", "Bob Stone", "Cid Hall");

        assertThat(lake.shop.api().get(SEGMENTS).body()).contains("\"data\":[]");
        assertThat(lake.shop.api().get(customers).status()).isEqualTo(404);
        assertThat(hill.shop.api().get(SEGMENTS + "?after=nowhere").status()).isEqualTo(400);
        assertThat(hill.shop.api().get(customers + "?after=nowhere").body()).contains("send next of the page before");
        assertThat(hill.shop.api().get("/api/v1/p/crm/openapi.json").body())
                .contains("List the customers of a segment", "crm.view");
    }
}
