package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.PluginContractTests;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every plugin keeps, and the page of a customer. */
class CrmTests extends PluginContractTests {

    @Test
    void ordersOfACustomerAreSummedInTheirOwnWorkspaceOnly() {
        Market hill = new Market("Hill Coffee");
        Market lake = new Market("Lake Books");
        UUID ann = hill.customer("Ann Miller");
        hill.order(ann, 1_250);
        hill.order(ann, 2_000);
        hill.tag(ann, "VIP");

        hill.says("/customers/" + ann, "$32.50");
        hill.says("/customers/" + ann, "$16.25 an order");
        hill.says("/customers", "VIP");
        assertThat(hill.shop.get("/customers?q=mILL").body()).contains("Ann Miller");
        assertThat(hill.shop.get("/customers?q=nobody").body()).contains("Nobody like that");
        assertThat(lake.shop.get("/customers").body())
                .contains("No customers yet")
                .doesNotContain("Ann Miller");
        assertThat(lake.shop.get("/customers/" + ann).status()).isEqualTo(404);
    }

    @Test
    void noteHasItsAuthorAndStandsInTheTimeline() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        String page = "/customers/" + ann;
        hill.says(page, "Added");

        assertThat(hill.shop
                        .post(page + "/notes", Map.of("text", "Likes it strong", "me", "b@example.org", "as", "Bob"))
                        .location())
                .endsWith(hill.shop.path(page));
        assertThat(hill.shop.get(page).body()).contains("Likes it strong", "Hill Coffee owner · ");
        assertThat(hill.shop.post(page + "/notes", Map.of("text", " ")).status())
                .isEqualTo(422);
        assertThat(hill.shop
                        .owner()
                        .speaking("zh-CN")
                        .post(hill.shop.path(page) + "/notes", Map.of("text", ""))
                        .body())
                .contains("请先填写内容");
    }

    @Test
    void erasedCustomerLeavesNothingBehind() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.says("/customers/" + ann, "Added");

        assertThat(hill.shop
                        .api()
                        .post("/api/v1/customers/" + ann + "/erase", "", 0)
                        .status())
                .isLessThan(300);

        Patience.until(() -> hill.shop.get("/customers/" + ann).status() == 404);
        assertThat(hill.shop.get("/customers").body()).doesNotContain("Ann Miller");
    }
}
