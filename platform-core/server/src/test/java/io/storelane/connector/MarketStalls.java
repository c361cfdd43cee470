package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.context.ApplicationContext;

/** A market whose stalls a workspace connects by a plugin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
abstract class MarketStalls extends ServerTests {

    static final Duration SOON = Duration.ofSeconds(30);

    final Stage stage;
    final Workspace shop;
    final Shop goods;
    final Browser ming;
    final Accounts accounts;
    final FailedRecords failures;
    final ApplicationContext context;

    @TempDir
    static Path market;

    MarketStalls(ApplicationContext context, Accounts accounts, FailedRecords failures) {
        this.accounts = accounts;
        this.failures = failures;
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
        goods = new Shop(context, stage, shop);
    }

    @BeforeAll
    void install() {
        PluginJar.market("1.0.0").installAnew();
        ming.post("/w/" + shop.slug() + "/plugins/market/enable", Map.of());
        goods.location("WEST", "330106", 1);
    }

    @AfterAll
    void remove() {
        PluginJar.remove("market");
    }

    /** A stall that is connected, and how it is spoken to. */
    final class Stall {

        final Path folder;
        final UUID channel;
        final UUID id;

        Stall(String name) {
            folder = market.resolve(name);
            channel = goods.channel(name);
            make(folder);
            id = stage.as(
                    shop.owner(),
                    shop,
                    () -> accounts.connect(
                            "market", channel, name, Map.of("folder", folder.toString(), "key", "open sesame")));
        }

        void write(String... orders) {
            append(folder.resolve("orders.txt"), String.join("\n", orders) + "\n");
            hurry();
        }

        void hurry() {
            stage.run(shop.owner(), shop, () -> accounts.hurry(id));
        }

        /** Waits until no run is on its way: nobody works on it, and all that happened was heard. */
        void calm() {
            soon(() -> assertThat(Stage.<Long>one(
                            """
                    select (select count(*) from core.channel_account where id = ? and lease_until is not null)
                      + (select count(*) from core.event e join core.event_cursor c on c.tenant_id = e.tenant_id
                         where e.tenant_id = ? and c.consumer = 'channels' and (e.epoch, e.xid, e.seq) > (c.epoch, c.xid, c.seq))
                      + (select count(*) from infra.ready where tenant_id = ? and queue in ('event', 'channel')
                         and due < now() + interval '5 seconds')""", id, shop.tenant().value(), shop.tenant().value()))
                    .isZero());
        }

        AccountView view() {
            return stage.as(shop.owner(), shop, () -> accounts.account(id));
        }

        List<String> failed(String kind) {
            return stage.as(shop.owner(), shop, () -> failures.of(id)).stream()
                    .filter(f -> f.kind().equals(kind))
                    .map(f -> f.kind() + " " + f.label() + " " + f.state() + ": " + f.cause(Locale.ENGLISH))
                    .toList();
        }

        UUID failure(String label) {
            return stage.as(shop.owner(), shop, () -> failures.of(id)).stream()
                    .filter(f -> f.label().equals(label))
                    .findFirst()
                    .orElseThrow()
                    .id();
        }

        List<String> orders() {
            return Stage.all(
                            "select external_id || ' ' || state || case when held then ' held' else '' end from core.sales_order"
                                    + " where channel_id = ? order by external_id",
                            channel)
                    .stream()
                    .map(String::valueOf)
                    .toList();
        }

        String told() {
            Path told = folder.resolve("told.txt");
            try {
                return Files.exists(told) ? Files.readString(told) : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void soon(org.awaitility.core.ThrowingRunnable look) {
        Awaitility.await().atMost(SOON).untilAsserted(look);
    }

    UUID place() {
        return Stage.one(
                "select id from core.location where tenant_id = ? and code = 'WEST'",
                shop.tenant().value());
    }

    /** Where the market rings. */
    String bell() {
        ming.post("/w/" + shop.slug() + "/plugins/market/calls/address", Map.of());
        Matcher found = Pattern.compile("/hooks/market/[A-Za-z0-9_-]{43}")
                .matcher(ming.get("/w/" + shop.slug() + "/plugins/market/calls").body());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    static void ring(String path, String text) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(TestStack.APP_URL + path))
                                            .POST(HttpRequest.BodyPublishers.ofString(text))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(202);
        }
    }
}
