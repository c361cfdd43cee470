package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.problem.Visible;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A name shows something, whichever way it comes in. */
class VisibleNameTests extends ServerTests {

    /** A space of no width, a byte order mark, fillers of Hangul, the blank of Braille, joiners, and several of them. */
    private static final List<String> UNSEEN = List.of(
            "\u200B", "\uFEFF", "\u3164", "\u115F\u1160", "\uFFA0", "\u2800", "\u2060\u200D", "\u3000\u00AD \u034F");

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    VisibleNameTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @Test
    void onlyWhatNobodySeesIsNoName() {
        assertThat(UNSEEN).allMatch(Visible::isBlank);
        assertThat(Visible.isBlank("")).isTrue();
        assertThat(List.of("a", "王", "\u200B王", "하", "👩‍🚀", "é", "·", "\uE863", "𠮷"))
                .noneMatch(Visible::isBlank);
    }

    private static void refused(Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
        assertThat(answer.body()).contains(field + "\"");
    }

    @Test
    void programsAreTold() {
        Workspace shop = stage.shop();
        UUID top = stage.top(shop);
        ApiClient program = stage.program(shop.owner(), shop, top);
        Shop sells = new Shop(context, stage, shop);
        UUID channel = sells.channel("web");
        sells.goods("CUP", 1_500);
        for (String name : UNSEEN) {
            refused(
                    program.post(
                            "/api/v1/customers",
                            "{\"kind\":\"person\",\"name\":\"%s\",\"nodeId\":\"%s\"}".formatted(name, top)),
                    "/name");
            refused(
                    program.post(
                            "/api/v1/products",
                            "{\"kind\":\"goods\",\"title\":{\"zh\":\"%s\",\"en\":\"%s\"},\"variants\":[{\"sku\":\"X-1\"}]}"
                                    .formatted(name, name)),
                    "catalog/title-missing");
            refused(program.post("/api/v1/brands", "{\"name\":\"%s\"}".formatted(name)), "/name");
            refused(program.post("/api/v1/locations", """
                            {"code": "W-1", "name": "%s", "kind": "own", "nodeId": "%s", "address": {"country": "CN", "region": "330106"},
                             "timeZone": "Asia/Shanghai", "priority": 10, "ships": true}""".formatted(name, top)), "/name");
            refused(
                    program.post(
                            "/api/v1/orders",
                            "{\"channelId\":\"%s\",\"externalId\":\"N-1\",\"shipTo\":{\"name\":\"%s\"},\"lines\":[{\"sku\":\"CUP\",\"quantity\":1}]}"
                                    .formatted(channel, name)),
                    "/shipTo/name");
        }
        for (String table : List.of("customer", "brand", "location", "sales_order")) {
            assertThat(Stage.<Long>one(
                            "select count(*) from core." + table + " where tenant_id = ?",
                            shop.tenant().value()))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void formsAndFilesAreToldTheSame() {
        Workspace shop = stage.shop();
        Browser browser = stage.browser(shop.owner());
        String base = "/w/" + shop.slug();
        Browser.Answer form = browser.post(
                base + "/customers/new",
                Map.of(
                        "kind",
                        "person",
                        "name",
                        "\u200B\u3164",
                        "nodeId",
                        stage.top(shop).toString()));
        assertThat(form.status()).isEqualTo(422);
        assertThat(browser.post(base + "/brands/new", Map.of("name", "\u2800")).status())
                .isEqualTo(422);
        assertThat(browser.post(base + "/brands/new", Map.of("name", "Hill\u200B"))
                        .status())
                .isEqualTo(302);
    }
}
