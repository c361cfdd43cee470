package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Patience;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was there before the plugin was. */
class SnapshotTests {

    @Test
    void customersAndOrdersOfBeforeAreKnownAndEventsGoOnFromThere() {
        Market hill = Market.before("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.livesIn(ann, "Boise");
        hill.agrees(ann, "email", true);
        hill.tag(ann, "VIP");
        hill.order(ann, 12_50);
        UUID bob = hill.customer("Bob Stone");

        hill.shop.enable();
        hill.says("/customers/" + ann, "$12.50");
        hill.says("/customers/" + ann, "Boise");
        assertThat(hill.shop.get("/customers/" + ann).body())
                .contains("VIP", "agreed")
                .containsOnlyOnce("Ordered");
        hill.says("/customers", "Bob Stone");

        hill.order(ann, 20_00);
        hill.order(bob, 5_00);
        hill.says("/customers/" + ann, "$32.50");
        hill.says("/customers/" + bob, "$5.00");
        String page = SegmentTests.added(
                hill.shop,
                SegmentTests.form(
                        "Near",
                        "all",
                        "CITY",
                        "IS",
                        "Boise",
                        "",
                        "CONSENT",
                        "IS",
                        "email",
                        "",
                        "ORDERS",
                        "AT_LEAST",
                        "2",
                        ""));
        assertThat(hill.shop.get(page).body()).contains("Ann Miller").doesNotContain("Bob Stone");

        hill.agrees(ann, "email", false);
        Patience.until(() -> hill.shop.get(page).body().contains("Nobody fits"));
        assertThat(hill.shop.get(page).body()).contains("Nobody fits");
    }
}
