package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A workspace with a store that sends files. */
final class Sender {

    final Shop shop;
    final String account;
    final String channel;

    Sender(String name) {
        shop = TestServer.get().shop(name).enable();
        goods();
        String node = shop.api().get("/api/v1/channels").at("/data/0/nodeId");
        channel = shop.api().post("/api/v1/channels", """
                        {"code": "partner", "name": "Partner", "kind": "marketplace", "nodeId": "%s", "currency": "CNY"}""".formatted(node)).at("/id");
        assertThat(channel).isNotEmpty();
        Outcome connected = shop.owner()
                .post(
                        "/w/" + shop.slug() + "/channel-accounts/new",
                        Map.of("plugin", "channel-file", "name", "Partner's files", "channelId", channel));
        assertThat(connected.location()).as(connected.body()).contains("/channel-accounts/");
        account = connected.location().replaceFirst(".*/", "");
    }

    /** A bowl that can be sold; there is none of it. */
    private void goods() {
        String product = shop.api()
                .post("/api/v1/products", "{\"kind\": \"goods\", \"title\": {\"en\": \"Bowl\"}}")
                .at("/id");
        Outcome variant = shop.api().post("/api/v1/products/" + product + "/variants", "{\"sku\": \"BOWL\"}");
        assertThat(variant.status()).as(variant.body()).isLessThan(300);
    }

    Outcome upload(String name, byte[] content) {
        return shop.owner().upload(shop.path("/files"), Map.of("account", account), "file", name, content);
    }

    String page(Outcome uploaded) {
        assertThat(uploaded.location()).as(uploaded.body()).contains("/files/");
        return uploaded.location().replaceFirst(".*/p/channel-file", "").replaceFirst("\\?.*", "");
    }

    String orders() {
        return shop.api().get("/api/v1/orders").body();
    }

    /** A text in UTF-8. @return its page */
    String uploaded(String name, String text) {
        return page(upload(name, text.getBytes(StandardCharsets.UTF_8)));
    }
}
