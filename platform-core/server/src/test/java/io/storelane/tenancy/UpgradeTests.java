package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.api.ApiKeys;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Fixture;
import io.storelane.support.OwnDatabase;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Data that an earlier stage of the product has left: this release takes them over, shows them, and goes on with them. */
@Isolated
class UpgradeTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Written by background work of the server that takes them over; texts of orders moved to a table of their own. */
    private static final Set<String> MOVING = Set.of(
            "core.event_cursor",
            "core.event_failure",
            "core.usage_day",
            "core.mail",
            "core.job",
            "core.search_entry",
            "core.role_permission");

    private static final String PERMISSIONS = """
            select r.code || ': ' || string_agg(p.permission, ' ' order by p.permission collate "C")
            from core.role r join core.role_permission p on p.tenant_id = r.tenant_id and p.role_id = r.id
            where r.tenant_id = ? and r.code is not null group by r.code order by r.code collate "C"
            """;

    /** Ends by itself after some days, while the fixture grows old. */
    private static final Set<String> PASSING = Set.of(
            "core.export",
            "core.export_part",
            "core.file",
            "core.import_file",
            "core.import_outcome",
            "core.import_part",
            "core.job_item",
            "core.notification",
            "core.webhook_attempt",
            "core.webhook_delivery",
            "platform.tracking_token");

    /** Lists of the API, and the tables that fill them. */
    private static final Map<String, String> LATER = Map.of(
            "fulfilments", "core.fulfilment",
            "hand-overs", "core.hand_over",
            "returns", "core.rma",
            "webhooks", "core.webhook");

    @Autowired
    ApplicationContext context;

    @ParameterizedTest
    @ValueSource(strings = {"orders", "fulfilment"})
    void eachStageIsTakenOver(String stage) throws Exception {
        Fixture fixture;
        try (InputStream in = Objects.requireNonNull(
                UpgradeTests.class.getResourceAsStream("/io/storelane/fixtures/" + stage + ".zip"))) {
            fixture = Fixture.read(in);
        }
        try (OwnDatabase database = OwnDatabase.start()) {
            fixture.load(database);
            String token = program(database);
            UUID tenant = (UUID) Objects.requireNonNull(
                    database.all("select id from platform.tenant").getFirst());
            UUID own = Ids.next();
            database.all("insert into core.role (tenant_id, id, name) values (?, ?, 'Our own')", tenant, own);
            database.all(
                    "insert into core.role_permission (tenant_id, role_id, permission) values (?, ?, 'orders.view')",
                    tenant,
                    own);
            try (SecondServer server = SecondServer.start(database.settings())) {
                assertThat(database.all("select distinct filename from infra.databasechangelog"))
                        .containsExactlyInAnyOrderElementsOf(Fixture.known().stream()
                                .map(f -> "db/changelog/" + f)
                                .toList());
                assertThat(counts(database, fixture)).isEqualTo(kept(fixture));
                assertThat(brokenKeys(database)).isEmpty();
                // roles allow what those of a new workspace do, and the one that it made itself what it did
                assertThat(database.all(PERMISSIONS, tenant))
                        .isEqualTo(Stage.all(
                                PERMISSIONS, new Stage(context).shop().tenant().value()));
                assertThat(database.all("select permission from core.role_permission where role_id = ?", own))
                        .hasToString("[orders.view]");
                ApiClient program = new ApiClient(token).at(server.address());
                LATER.forEach((list, table) -> {
                    if (fixture.counts().containsKey(table)) {
                        assertThat(program.get("/api/v1/" + list).json().at("/data"))
                                .as(list)
                                .isNotEmpty();
                    }
                });
                reads(program, database);
            }
        }
    }

    private static Map<String, Long> kept(Fixture fixture) {
        Map<String, Long> counts = new TreeMap<>(fixture.counts());
        counts.keySet().removeAll(MOVING);
        counts.keySet().removeAll(PASSING);
        return counts;
    }

    private static Map<String, Long> counts(OwnDatabase database, Fixture fixture) {
        Map<String, Long> counts = new TreeMap<>();
        kept(fixture)
                .keySet()
                .forEach(table -> counts.put(table, (Long) database.all("select count(*) from " + table
                                + switch (table) {
                                    case "core.api_key" ->
                                        " where id not in (select id from core.api_key where name = 'upgrade')";
                                    case "core.role" -> " where name <> 'Our own'";
                                    // what locations have to send is worked out by the server that takes over
                                    case "core.event" -> " where epoch < core.event_epoch()";
                                    default -> "";
                                })
                        .getFirst()));
        return counts;
    }

    /** Rows were put in without asking keys, and tables may have got new ones: all of them hold. */
    private static List<String> brokenKeys(OwnDatabase database) {
        return database.all("""
                        select format('select %%L where exists (select from %%s c where %%s and not exists (select from %%s p where %%s))',
                          conname, conrelid::regclass,
                          (select string_agg(format('c.%%I is not null', a.attname), ' and ') from unnest(k.conkey) n join pg_attribute a
                            on a.attrelid = k.conrelid and a.attnum = n),
                          confrelid::regclass,
                          (select string_agg(format('p.%%I = c.%%I', f.attname, a.attname), ' and ') from unnest(k.conkey, k.confkey) n (c, p)
                            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.c
                            join pg_attribute f on f.attrelid = k.confrelid and f.attnum = n.p))
                        from pg_constraint k where k.contype = 'f'
                          and k.connamespace in ('core'::regnamespace, 'platform'::regnamespace)""".replace("%%", "%")).stream()
                .flatMap(check -> database.all(String.valueOf(check)).stream())
                .map(String::valueOf)
                .toList();
    }

    /** A key in the workspace of the stage: its proof does not depend on whose it is. */
    private String program(OwnDatabase database) {
        Stage stage = new Stage(context);
        Workspace shop = stage.shop();
        ApiKeys.Made key = stage.key(shop.owner(), shop, stage.top(shop), Set.of());
        UUID tenant = (UUID) Objects.requireNonNull(
                database.all("select id from platform.tenant").getFirst());
        UUID owner = (UUID) Objects.requireNonNull(database.all("""
                        select a.user_id from core.role_assignment a join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                        where r.code = 'owner'""").getFirst());
        byte[] hash = Stage.one("select secret_hash from platform.api_key where id = ?", key.id());
        database.all(
                "insert into platform.api_key (id, tenant_id, secret_hash) values (?, ?, ?)", key.id(), tenant, hash);
        database.all(
                "insert into core.api_key (tenant_id, id, name, hint, scopes, node_id, created_by, created_at)"
                        + " select ?, ?, 'upgrade', '', ?, id, ?, now() from core.org_node where path = '/'",
                tenant,
                key.id(),
                Stage.<String>one("select scopes from core.api_key where id = ?", key.id()),
                owner);
        return key.token();
    }

    private static void reads(ApiClient program, OwnDatabase database) {
        long orders = (Long) Objects.requireNonNull(
                database.all("select count(*) from core.sales_order").getFirst());
        Answer list = program.get("/api/v1/orders?limit=200");
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        assertThat(list.json().at("/data")).hasSize((int) Math.min(orders, 200));
        for (int i = 0; i < Math.min(orders, 20); i++) {
            Answer order = program.get("/api/v1/orders/" + list.at("/data/" + i + "/id"));
            assertThat(order.status()).as(order.body()).isEqualTo(200);
            assertThat(order.json().at("/lines")).isNotEmpty();
        }
        for (String path : List.of("products", "stock", "channels", "locations", "members", "nodes")) {
            Answer answer = program.get("/api/v1/" + path);
            assertThat(answer.status()).as(path + answer.body()).isEqualTo(200);
            assertThat(answer.json().at("/data")).as(path).isNotEmpty();
        }
        String number = list.at("/data/0/number");
        assertThat(program.get("/api/v1/orders?q=" + number).at("/data/0/number"))
                .isEqualTo(number);
        // units held by levels are those that reservations hold
        assertThat(database.all("select coalesce(sum(reserved), 0)::bigint from core.stock_level"))
                .isEqualTo(database.all(
                        "select coalesce(sum(quantity), 0)::bigint from core.reservation where state = 'held'"));
        Answer first = program.get("/api/v1/orders/" + list.at("/data/0/id"));
        Answer placed = program.post("/api/v1/orders", """
                {"channelId": "%s", "externalId": "after-the-upgrade", "buyer": {"name": "Wang"}, "allowBackorder": true,
                 "shipTo": {"name": "Wang", "country": "CN", "region": "330106"}, "lines": [{"sku": "%s", "quantity": 1}]}""".formatted(channel(program), first.at("/lines/0/sku")));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        await().atMost(SOON).untilAsserted(() -> assertThat(database.all("""
                        select c.consumer from core.event_cursor c where (c.epoch, c.xid, c.seq) < (select e.epoch, e.xid, e.seq
                          from core.event e where e.type = 'order.placed' order by e.epoch desc, e.xid desc, e.seq desc limit 1)""")).isEmpty());
    }

    private static String channel(ApiClient program) {
        for (var channel : program.get("/api/v1/channels").json().at("/data")) {
            if (channel.at("/state").asString("open").equals("open")) {
                return channel.at("/id").asString("");
            }
        }
        throw new AssertionError("no open channel");
    }

    /**
     * Keeps the workspace with sample data as the end of a stage; committed with the stage, then never changed:
     * {@code ./test -Dtest=UpgradeTests -Dsurefire.failIfNoSpecifiedTests=false -Dstorelane.fixture=<stage>}.
     */
    @Test
    @EnabledIfSystemProperty(named = "storelane.fixture", matches = "[a-z-]+")
    void aStageIsKept() throws Exception {
        // what the sample data begin last
        await().atMost(Duration.ofMinutes(2)).until(() -> Stage.<Long>one("""
                        select count(*) from core.job j join platform.tenant t on t.id = j.tenant_id
                        where t.slug = ? and j.kind in ('imports.run', 'lists.export') and j.state = 'done'""", TestStack.DEMO_WORKSPACE) == 2);
        // and what follows from it
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Stage.all("""
                        select c.consumer from core.event_cursor c join platform.tenant t on t.id = c.tenant_id
                        where t.slug = ? and (c.epoch, c.xid, c.seq) < (select e.epoch, e.xid, e.seq from core.event e
                          where e.tenant_id = t.id order by e.epoch desc, e.xid desc, e.seq desc limit 1)""", TestStack.DEMO_WORKSPACE).isEmpty());
        Path file = TestStack.root()
                .resolve("platform-core/server/src/test/resources/io/storelane/fixtures/"
                        + System.getProperty("storelane.fixture") + ".zip");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OwnDatabase stage = OwnDatabase.start()) {
            Fixture.write(file, stage, TestStack.DEMO_WORKSPACE, System.getProperty("storelane.fixture.last", "9999"));
        }
        assertThat(file).isNotEmptyFile();
    }
}
