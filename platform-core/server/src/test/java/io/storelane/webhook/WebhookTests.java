package io.storelane.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Listener;
import io.storelane.support.Person;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Events reach receivers outside: signed, those of one object in order, whatever the receiver does. */
@Isolated
class WebhookTests extends ServerTests {

    private static final String HOOKS = "/api/v1/webhooks";
    private static final String DELIVERIES = "/api/v1/webhook-deliveries";
    private static final String TYPE = ProbeEvents.TYPE;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MANY = Boolean.getBoolean("storelane.long") ? 10_000 : 1_000;
    private static final int EACH = 10;

    @Autowired
    ApplicationContext context;

    @Autowired
    TransactionTemplate transaction;

    private Stage stage;
    private Workspace shop;
    private ApiClient program;

    @BeforeEach
    void aWorkspace() {
        stage = new Stage(context);
        shop = stage.shop();
        program = stage.program(shop.owner(), shop, stage.top(shop));
    }

    /** A receiver; its id and its secret. */
    private ApiClient.Answer hook(String url) {
        ApiClient.Answer made =
                program.post(HOOKS, "{\"name\": \"%s\", \"url\": \"%s\"}".formatted("Receiver " + Stage.tail(), url));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private void happen(UUID object, int... numbers) {
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> context.getBean(Events.class)
                        .append(IntStream.of(numbers)
                                .mapToObj(n -> new NewEvent(
                                        Scope.currentTenant(),
                                        TYPE,
                                        "probe",
                                        object,
                                        Map.of("n", n),
                                        Actor.system("test")))
                                .toList())));
    }

    private long count(String state) {
        return Stage.<Number>one(
                        "select count(*) from core.webhook_delivery where tenant_id = ? and type = ? and state = ?",
                        shop.tenant().value(),
                        TYPE,
                        state)
                .longValue();
    }

    private void awaitCount(String state, long number) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> count(state) == number);
    }

    private static void verify(Listener.Got got, String secret) throws Exception {
        new Webhook(secret.replace(Webhooks.SECRET_PREFIX, "")).verify(got.body(), got.headers());
    }

    @Test
    void anEventArrivesSignedAndTheReceiverGetsOnlyWhatItAskedFor() throws Exception {
        try (Listener listener = Listener.open()) {
            ApiClient.Answer made = program.post(HOOKS, """
                    {"name": "ERP", "url": "%s", "types": ["node.added"]}""".formatted(listener.url()));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            UUID node = stage.node(shop, stage.top(shop), "North");
            happen(Ids.next(), 1);
            await().atMost(SOON).until(() -> !listener.taken("node.added").isEmpty());
            Listener.Got got = listener.taken("node.added").getFirst();
            verify(got, made.at("/secret"));
            assertThat(got.object()).isEqualTo(node);
            assertThat(got.json().at("/timestamp").asString("")).endsWith("Z");
            assertThat(got.json().at("/data/id").asString("")).isEqualTo(got.id());
            assertThat(got.headers().get("content-type")).containsExactly("application/json; charset=UTF-8");
            await().atMost(SOON)
                    .until(() -> count("delivered") == 0 && listener.taken(TYPE).isEmpty());
            await().atMost(SOON)
                    .until(() -> !program.get(HOOKS + "/" + made.at("/id"))
                            .at("/succeededAt")
                            .isEmpty());
        }
    }

    /** As Standard Webhooks publishes it. */
    @Test
    void theSignatureIsThatOfTheStandard() {
        byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        UUID id = UUID.fromString("01a202ba-5c3d-74df-b3c3-862ecc38fdbd");
        String body = "{\"test\": 2432232314}";
        Map<String, String> headers = new Message(id, body).headers(List.of(secret), Instant.ofEpochSecond(1614265330));
        assertThat(headers)
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1," + hmac(secret, id + ".1614265330." + body));
    }

    private static String hmac(byte[] key, String text) {
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It refuses, hangs up after it has taken a message, is slow beyond all patience: each message comes, each object in order. */
    @Test
    void manyEventsEndWellAtAReceiverThatFailsDelaysAndForgets() throws Exception {
        List<UUID> objects =
                IntStream.range(0, MANY / EACH).mapToObj(_ -> Ids.next()).toList();
        try (Listener listener = Listener.open((got, _) -> {
            int chance = Math.floorMod(got.id().hashCode() * 31 + got.attempt() * 7919, 1000);
            if (got.type().equals(TYPE) && got.attempt() < 3) {
                if (chance < 100) {
                    return 503;
                }
                if (chance < 150) {
                    return 0;
                }
                if (chance < 155) {
                    TimeUnit.MILLISECONDS.sleep(2_500);
                } else if (chance < 400) {
                    TimeUnit.MILLISECONDS.sleep(chance % 50);
                }
            }
            return 200;
        })) {
            hook(listener.url());
            for (int n = 0; n < EACH; n++) {
                int number = n;
                List<List<UUID>> parts = new ArrayList<>();
                for (int from = 0; from < objects.size(); from += 100) {
                    parts.add(objects.subList(from, Math.min(from + 100, objects.size())));
                }
                parts.forEach(part -> ProbeEvents.happen(context, shop, part, number));
            }
            await().atMost(Duration.ofSeconds(Boolean.getBoolean("storelane.long") ? 300 : 60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> count("delivered") == MANY);
            List<Integer> all = IntStream.range(0, EACH).boxed().toList();
            Map<UUID, List<Integer>> wrong = objects.stream()
                    .filter(o -> !listener.numbers(TYPE, o).equals(all))
                    .collect(Collectors.toMap(o -> o, o -> listener.numbers(TYPE, o)));
            assertThat(wrong).isEmpty();
            // it forgot to answer for some, so they came twice, with the same id
            List<Listener.Got> taken = listener.taken(TYPE);
            assertThat(taken).hasSizeGreaterThan(MANY);
            assertThat(taken.stream().map(Listener.Got::id).distinct()).hasSize(MANY);
        }
    }

    @Test
    void aFailingEventHoldsBackItsObjectAloneUntilItIsGivenUp() throws Exception {
        UUID bad = Ids.next();
        UUID good = Ids.next();
        Set<Boolean> broken = ConcurrentHashMap.newKeySet();
        broken.add(true);
        try (Listener listener = Listener.open((got, _) ->
                got.type().equals(TYPE) && got.object().equals(bad) && got.number() == 1 && broken.contains(true)
                        ? 500
                        : 200)) {
            String id = hook(listener.url()).at("/id");
            happen(bad, 1, 2);
            happen(good, 1, 2, 3);
            await().atMost(SOON).until(() -> listener.numbers(TYPE, good).equals(List.of(1, 2, 3)));
            assertThat(listener.numbers(TYPE, bad)).isEmpty();
            await().atMost(SOON).until(() -> listener.numbers(TYPE, bad).equals(List.of(2)));
            awaitCount("dead", 1);
            assertThat(stage.browser(shop.owner())
                            .get("/w/" + shop.slug() + "/notifications")
                            .body())
                    .contains("was given up after several tries");
            ApiClient.Answer list = program.get(DELIVERIES + "?state=dead&webhookId=" + id + "&q=" + bad);
            assertThat(list.json().at("/data")).hasSize(1);
            String delivery = list.at("/data/0/id");
            assertThat(list.at("/data/0/attempts")).isEqualTo("4");
            assertThat(list.at("/data/0/fault")).contains("error of its own");
            ApiClient.Answer one = program.get(DELIVERIES + "/" + delivery);
            assertThat(one.json().at("/attempts")).hasSize(4);
            assertThat(one.at("/attempts/0/status")).isEqualTo("500");
            assertThat(one.at("/attempts/0/answer")).isEqualTo("ok");
            assertThat(one.at("/payload/data/payload/n")).isEqualTo("1");
            assertThat(program.get(HOOKS + "/" + id).at("/dead")).isEqualTo("1");
            broken.clear();
            assertThat(program.post(DELIVERIES + "/" + delivery + "/retry", "").status())
                    .isEqualTo(204);
            await().atMost(SOON).until(() -> listener.numbers(TYPE, bad).equals(List.of(2, 1)));
            awaitCount("dead", 0);
            assertThat(program.post(DELIVERIES + "/" + delivery + "/discard", "")
                            .problem())
                    .isEqualTo("webhook/not-open");
        }
    }

    @Test
    void aSlowReceiverHoldsUpNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Listener slow = Listener.open((_, _) -> {
                    release.await(10, TimeUnit.SECONDS);
                    return 200;
                });
                Listener quick = Listener.open()) {
            hook(slow.url());
            hook(quick.url());
            for (int i = 0; i < 100; i++) {
                happen(Ids.next(), i);
            }
            await().atMost(SOON).until(() -> quick.taken(TYPE).size() == 100);
            assertThat(slow.taken(TYPE)).isEmpty();
        } finally {
            release.countDown();
        }
    }

    /** A server took a delivery and was killed: its row says that it is under way until the lease ends. */
    @Test
    void whatAKilledServerHadTakenIsSentByAnother() throws Exception {
        CountDownLatch on = new CountDownLatch(1);
        try (Listener listener = Listener.open((_, _) -> on.getCount() == 0 ? 200 : 500)) {
            hook(listener.url());
            UUID object = Ids.next();
            happen(object, 1, 2);
            awaitCount("waiting", 1);
            Clock clock = context.getBean(Clock.class);
            DeliveryRows rows = context.getBean(DeliveryRows.class);
            Stage.all(
                    "update core.webhook_delivery set next_at = now(), attempts = 0 where tenant_id = ? and state = 'waiting'"
                            + " and type = 'probe.counted'",
                    shop.tenant().value());
            on.countDown();
            List<Sending> lost = Scope.tenant(shop.tenant())
                    .call(() -> Objects.requireNonNull(transaction.execute(_ -> {
                        UUID webhook = rows.targets().getFirst().id();
                        Instant now = clock.instant();
                        return rows.claim(Map.of(webhook, 10), now, now.plusSeconds(2));
                    })));
            await().atMost(SOON).until(() -> listener.numbers(TYPE, object).equals(List.of(1, 2)));
            awaitCount("delivered", 2);
            // a late word of the first server changes nothing
            if (!lost.isEmpty()) {
                Scope.tenant(shop.tenant())
                        .run(() -> transaction.executeWithoutResult(_ -> rows.settle(
                                List.of(new DeliveryRows.Verdict(
                                        new Outcome(
                                                lost.getFirst(),
                                                new io.storelane.http.HttpResult.Failed(
                                                        io.storelane.http.HttpFault.BROKEN),
                                                clock.instant(),
                                                1),
                                        "dead",
                                        clock.instant(),
                                        "BROKEN",
                                        null)),
                                clock.instant())));
            }
            assertThat(count("delivered")).isEqualTo(2);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "storelane.long", matches = "true")
    void aServerIsKilledWhileItSends() throws Exception {
        try (Listener listener = Listener.open((_, _) -> {
            TimeUnit.MILLISECONDS.sleep(20);
            return 200;
        })) {
            hook(listener.url());
            List<UUID> objects =
                    IntStream.range(0, 100).mapToObj(_ -> Ids.next()).toList();
            try (SecondServer other = SecondServer.start()) {
                for (int n = 0; n < 20; n++) {
                    int number = n;
                    objects.forEach(o -> happen(o, number));
                    if (n == 15) {
                        other.kill();
                    }
                }
            }
            await().atMost(Duration.ofMinutes(3)).until(() -> count("delivered") == 2_000);
            List<Integer> all = IntStream.range(0, 20).boxed().toList();
            assertThat(objects).allMatch(o -> listener.numbers(TYPE, o).equals(all));
        }
    }

    @Test
    void withTwoSecretsEitherCanBeCheckedAndThenOnlyTheNew() throws Exception {
        try (Listener listener = Listener.open()) {
            ApiClient.Answer made = hook(listener.url());
            String old = made.at("/secret");
            String path = HOOKS + "/" + made.at("/id");
            String second =
                    program.post(path + "/rotate", "{\"graceHours\": 1}").at("/secret");
            assertThat(second).startsWith("whsec_").isNotEqualTo(old);
            assertThat(program.get(path).at("/previousUntil")).isNotEmpty();
            program.post(path + "/test", "");
            Listener.Got both = listener.taken(Message.TEST).getFirst();
            verify(both, old);
            verify(both, second);
            String third = program.post(path + "/rotate", "{\"graceHours\": 0}").at("/secret");
            program.post(path + "/test", "");
            Listener.Got one = listener.taken(Message.TEST).getLast();
            verify(one, third);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> verify(one, second))
                    .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
            assertThat(Stage.<Number>one(
                                    "select count(*) from core.secret where tenant_id = ?",
                                    shop.tenant().value())
                            .intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void afterDaysOfFailureItIsSwitchedOffAndWhoMayMendItIsTold() throws Exception {
        Person manager = stage.member(shop, "Mila", "administrator", stage.top(shop));
        Person auditor = stage.member(shop, "Ada", "auditor", stage.top(shop));
        try (Listener listener = Listener.open((_, _) -> 500)) {
            String id = hook(listener.url()).at("/id");
            UUID object = Ids.next();
            happen(object, 1);
            await().atMost(SOON)
                    .until(() ->
                            !program.get(HOOKS + "/" + id).at("/failingSince").isEmpty());
            Stage.all("update core.webhook set failing_since = now() - interval '6 days' where id = ?::uuid", id);
            happen(object, 2);
            happen(Ids.next(), 3);
            await().atMost(SOON)
                    .until(() -> program.get(HOOKS + "/" + id).at("/state").equals("disabled"));
            assertThat(program.get(HOOKS + "/" + id).at("/disabledFor")).isEqualTo("FAILED_FOR_DAYS");
            Browser browser = stage.browser(shop.owner());
            assertThat(browser.get("/w/" + shop.slug() + "/notifications").body())
                    .contains("took nothing any more and was switched off", "Webhooks that were switched off");
            assertThat(stage.browser(manager)
                            .get("/w/" + shop.slug() + "/notifications")
                            .body())
                    .contains("was switched off");
            assertThat(stage.browser(auditor)
                            .get("/w/" + shop.slug() + "/notifications")
                            .body())
                    .doesNotContain("was switched off", "was given up");
            assertThat(Stage.all(
                            "select kind from core.notification where tenant_id = ? and user_id = ? and mail_due is not null",
                            shop.tenant().value(),
                            manager.id()))
                    .as("by mail, too, unless somebody does not want it")
                    .containsExactly("webhook.disabled");
            assertThat(browser.get("/w/" + shop.slug() + "/webhooks/" + id).body())
                    .contains("has switched this webhook off", "took nothing for days");
            assertThat(program.post(DELIVERIES + "/" + Ids.next() + "/retry", "")
                            .status())
                    .isEqualTo(404);
            String etag = program.get(HOOKS + "/" + id).header("ETag");
            ApiClient.Answer on = program.with("If-Match", etag).put(HOOKS + "/" + id, """
                            {"name": "Repaired", "url": "%s", "on": true}""".formatted(listener.url()));
            assertThat(on.at("/state")).isEqualTo("on");
            assertThat(on.at("/disabledFor")).isEmpty();
        }
    }

    @Test
    void aReceiverThatIsGoneIsSwitchedOffAtOnce() throws Exception {
        try (Listener listener = Listener.open((_, _) -> 410)) {
            String id = hook(listener.url()).at("/id");
            happen(Ids.next(), 1);
            await().atMost(SOON)
                    .until(() ->
                            program.get(HOOKS + "/" + id).at("/disabledFor").equals("GONE"));
        }
    }

    @Test
    void whatHappenedWhileItWasOffIsSentWhenAPersonAsksForIt() throws Exception {
        try (Listener listener = Listener.open()) {
            UUID object = Ids.next();
            happen(object, 0);
            Instant begin = Instant.now();
            String id = hook(listener.url()).at("/id");
            happen(object, 1, 2);
            await().atMost(SOON).until(() -> listener.numbers(TYPE, object).equals(List.of(1, 2)));
            stage.run(shop.owner(), shop, () -> context.getBean(Webhooks.class).turn(UUID.fromString(id), false));
            happen(object, 3, 4);
            String range = """
                    {"from": "%s", "until": "%s", "onlyDead": false}""";
            String replay = HOOKS + "/" + id + "/replay";
            assertThat(program.post(replay, range.formatted(begin, Instant.now().plusSeconds(60)))
                            .problem())
                    .isEqualTo("webhook/off");
            await().atMost(SOON)
                    .until(() -> Stage.all("""
                            select 1 from core.event_cursor c join core.event e on e.tenant_id = c.tenant_id
                            where c.tenant_id = ? and c.consumer = 'webhooks' and (e.epoch, e.xid, e.seq) > (c.epoch, c.xid, c.seq)""", shop.tenant().value()).isEmpty());
            assertThat(listener.numbers(TYPE, object)).isEqualTo(List.of(1, 2));
            stage.run(shop.owner(), shop, () -> context.getBean(Webhooks.class).turn(UUID.fromString(id), true));
            ApiClient.Answer sent =
                    program.post(replay, range.formatted(begin, Instant.now().plusSeconds(60)));
            assertThat(sent.status()).as(sent.body()).isEqualTo(200);
            await().atMost(SOON).until(() -> listener.taken(TYPE).size() == 6);
            assertThat(listener.taken(TYPE).stream().map(Listener.Got::number)).containsExactly(1, 2, 1, 2, 3, 4);
            assertThat(listener.numbers(TYPE, object)).isEqualTo(List.of(1, 2, 3, 4));
            assertThat(program.post(replay, range.formatted(begin, begin)).problem())
                    .isEqualTo("webhook/range");
        }
    }

    @Test
    void aPersonDoesItAllOnThePages() throws Exception {
        try (Listener listener = Listener.open()) {
            Browser browser = stage.browser(shop.owner());
            String base = "/w/" + shop.slug();
            Browser.Answer wrong = browser.post(
                    base + "/webhooks/new", Map.of("name", "ERP", "url", "https://10.0.0.8/", "on", "true"));
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.body()).contains("inside a private network");
            Browser.Answer made = browser.post(
                    base + "/webhooks/new",
                    Map.of("name", "ERP", "url", listener.url(), "types", "node.added", "on", "true"));
            assertThat(made.status()).isEqualTo(200);
            assertThat(made.body()).contains("whsec_");
            assertThat(made.header("Cache-Control")).isEqualTo("no-store");
            UUID id = Stage.one(
                    "select id from core.webhook where tenant_id = ?",
                    shop.tenant().value());
            assertThat(browser.get(base + "/webhooks").body())
                    .contains("ERP", listener.url())
                    .doesNotContain("whsec_");
            String page = base + "/webhooks/" + id;
            assertThat(browser.get(page).body()).doesNotContain("whsec_").contains("node.added");
            Browser.Answer tested = browser.post(page + "/test", Map.of());
            assertThat(tested.status()).isEqualTo(302);
            assertThat(browser.get(tested.header("Location").replaceFirst("^https?://[^/]+", ""))
                            .body())
                    .contains("webhook.test", "The test arrived.", "HTTP 200");
            stage.node(shop, stage.top(shop), "North");
            await().atMost(SOON).until(() -> listener.taken("node.added").size() == 1);
            await().atMost(SOON)
                    .until(() -> browser.get(base + "/webhook-deliveries?q=node.added")
                            .body()
                            .contains("Delivered"));
            UUID delivery = Stage.one(
                    "select id from core.webhook_delivery where tenant_id = ? and type = 'node.added'",
                    shop.tenant().value());
            assertThat(browser.get(base + "/webhook-deliveries/export").body()).contains("node.added", "ERP");
            browser.post(base + "/webhook-deliveries/retry", Map.of("id", delivery.toString()));
            await().atMost(SOON).until(() -> listener.taken("node.added").size() == 2);
            assertThat(browser.post(page + "/rotate", Map.of("graceHours", "24"))
                            .body())
                    .contains("whsec_");
            browser.post(page + "/turn", Map.of("on", "false"));
            assertThat(browser.get(base + "/webhooks?state=off").body()).contains("ERP");
            browser.post(page + "/remove", Map.of());
            assertThat(browser.get(page).status()).isEqualTo(404);
            assertThat(browser.get(base + "/webhook-deliveries").body()).doesNotContain("node.added");
            assertThat(Stage.all(
                            "select id from core.secret where tenant_id = ?",
                            shop.tenant().value()))
                    .isEmpty();
            assertThat(browser.get(base + "/audit?q=ERP").body())
                    .contains("Webhook added", "Webhook tested", "Delivery sent again", "Webhook removed");
        }
    }

    @Test
    void theHomePageSaysWhereCountingStops() throws Exception {
        try (Listener listener = Listener.open()) {
            String id = hook(listener.url()).at("/id");
            assertThat(stage.browser(shop.owner()).get("/w/" + shop.slug()).body())
                    .doesNotContain("counting stops at 10,000");
            Stage.all("""
                    insert into core.webhook_delivery (tenant_id, id, webhook_id, event_id, type, object_type, object_id, happened_at, state,
                      next_at, created_at, settled_at)
                    select tenant_id, gen_random_uuid(), id, gen_random_uuid(), 'node.added', 'node', gen_random_uuid(), now(), 'dead',
                      now(), now(), now() from core.webhook, generate_series(1, 10001) where id = ?::uuid""", id);
            assertThat(stage.browser(shop.owner()).get("/w/" + shop.slug()).body())
                    .contains("10,000+", "counting stops at 10,000");
        }
    }
}
