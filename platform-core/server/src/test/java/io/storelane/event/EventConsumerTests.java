package io.storelane.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Every consumer gets every event, once, those of one aggregate in order, whatever happens meanwhile. */
@Isolated
class EventConsumerTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContext context;
    private final Events events;
    private final ProbeConsumer probe;
    private final TransactionTemplate transaction;
    private final Stage stage;

    @Autowired
    EventConsumerTests(
            ApplicationContext context, Events events, ProbeConsumer probe, TransactionTemplate transactionTemplate) {
        this.context = context;
        this.events = events;
        this.probe = probe;
        this.transaction = transactionTemplate;
        this.stage = new Stage(context);
    }

    private void append(Workspace workspace, UUID aggregate, int... numbers) {
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> events.append(IntStream.of(numbers)
                        .mapToObj(n -> event(aggregate, Map.of("n", n)))
                        .toList())));
    }

    private static NewEvent event(UUID aggregate, Map<String, Object> payload) {
        return new NewEvent(
                Scope.currentTenant(), ProbeConsumer.TYPE, "probe", aggregate, payload, Actor.system("test"));
    }

    private static long counted(Workspace workspace) {
        return Stage.<Number>one(
                        "select coalesce(sum(count), 0)::bigint from core.usage_day where tenant_id = ? and metric = ?",
                        workspace.tenant().value(),
                        ProbeConsumer.TYPE)
                .longValue();
    }

    @Test
    void twoServersHandleEachEventOnceAndInOrder() throws Exception {
        Workspace shop = stage.shop();
        List<UUID> aggregates = IntStream.range(0, 8).mapToObj(_ -> Ids.next()).toList();
        try (ReadyMarks marks = context.getAutowireCapableBeanFactory().createBean(ReadyMarks.class);
                Delivery second = new Delivery(
                        List.copyOf(context.getBeansOfType(EventConsumer.class).values()),
                        context.getBean(EventReader.class),
                        context.getBean(FailedEvents.class),
                        transaction,
                        new EventProperties(4, Duration.ofMillis(50), 3, Duration.ofSeconds(1), Duration.ofSeconds(10)),
                        context.getBean(Clock.class),
                        context.getBean(MeterRegistry.class),
                        marks)) {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (UUID aggregate : aggregates) {
                writers.add(() -> {
                    for (int n = 0; n < 40; n++) {
                        append(shop, aggregate, n);
                        if (n % 10 == 0) {
                            Scope.tenant(shop.tenant()).call(second::turn);
                        }
                    }
                    return true;
                });
            }
            Stage.together(writers);
            await().atMost(SOON).untilAsserted(() -> assertThat(counted(shop)).isEqualTo(320));
        }
        for (UUID aggregate : aggregates) {
            assertThat(probe.numbers(aggregate))
                    .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
        }
        assertThat(counted(shop)).isEqualTo(320);
    }

    /** A batch is given to all, to the one, and to the one again: none of these is the fault of an event. */
    @Test
    void aDatabaseThatGoesAwayIsNoFaultOfTheEvents() {
        Workspace shop = stage.shop();
        UUID thing = Ids.next();
        probe.loseConnection(thing, 2);
        append(shop, thing, 1, 2, 3);
        await().atMost(SOON).untilAsserted(() -> assertThat(counted(shop)).isEqualTo(3));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Stage.all(
                                "select 1 from core.event_cursor where tenant_id = ? and consumer = 'probe' and seq > 0",
                                shop.tenant().value()))
                        .hasSize(1));
        assertThat(probe.batches()).containsExactly(3, 3, 3);
        assertThat(Stage.all(
                        "select 1 from core.event_failure where tenant_id = ?",
                        shop.tenant().value()))
                .isEmpty();
    }

    /** As with a new release: nothing happens in the tenant any more, and one of the consumers was never there. */
    @Test
    void aNewConsumerReachesATenantInWhichNothingHappens() {
        Workspace shop = stage.shop();
        UUID thing = Ids.next();
        append(shop, thing, 1);
        await().atMost(SOON).until(() -> probe.numbers(thing).equals(List.of(1)));
        Stage.all(
                "delete from core.event_cursor where tenant_id = ? and consumer = 'probe'",
                shop.tenant().value());
        context.getBean(Delivery.class).greet();
        await().atMost(SOON).until(() -> probe.numbers(thing).equals(List.of(1, 1)));
        await().atMost(SOON).untilAsserted(() -> assertThat(counted(shop)).isEqualTo(1));
    }

    /** The transaction that began first ends last: its id is lower, what it tells of happened later. */
    @Test
    void orderOfOneAggregateIsThatOfItsChanges() {
        Workspace shop = stage.shop();
        UUID contested = Ids.next();
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> {
                    events.append(ProbeConsumer.TYPE, "probe", Ids.next(), Map.of("n", 0));
                    Thread other = Thread.ofVirtual()
                            .start(() -> Scope.tenant(shop.tenant())
                                    .run(() -> transaction.executeWithoutResult(_ -> {
                                        events.append(IntStream.range(0, 150)
                                                .mapToObj(n -> event(Ids.next(), Map.of("n", n)))
                                                .toList());
                                        events.append(List.of(event(contested, Map.of("n", 1))));
                                    })));
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    events.append(ProbeConsumer.TYPE, "probe", contested, Map.of("n", 2));
                }));
        await().atMost(SOON).until(() -> probe.numbers(contested).size() == 2);
        assertThat(probe.numbers(contested)).containsExactly(1, 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(counted(shop)).isEqualTo(153));
    }

    @Test
    void anOpenWriterHoldsEventsBackAndIsSeen() throws SQLException {
        Workspace shop = stage.shop();
        UUID thing = Ids.next();
        try (Connection writer = TestStack.get().admin()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("select pg_current_xact_id()");
            append(shop, thing, 1);
            await().atMost(SOON).until(() -> oldest() > 3);
            assertThat(probe.numbers(thing)).isEmpty();
            writer.rollback();
        }
        await().atMost(SOON).until(() -> probe.numbers(thing).equals(List.of(1)));
        await().atMost(SOON).until(() -> oldest() < 3);
    }

    private double oldest() {
        return context.getBean(MeterRegistry.class)
                .get("storelane.transaction.oldest.writer")
                .gauge()
                .value();
    }

    /** As after a restore into another cluster: transaction ids begin anew, so new events stand below the old cursors. */
    @Test
    void aRaisedEpochLetsNewEventsReachEveryConsumer() {
        Workspace shop = stage.shop();
        UUID before = Ids.next();
        append(shop, before, 1);
        await().atMost(SOON).until(() -> probe.numbers(before).equals(List.of(1)) && counted(shop) == 1);
        for (String table : List.of("event", "event_cursor")) {
            Stage.all(
                    "update core." + table + " set xid = '900000000000' where tenant_id = ?",
                    shop.tenant().value());
        }
        int epoch = Stage.<Integer>one("select core.event_epoch()");
        Stage.all("create or replace function core.event_epoch() returns integer language sql stable as 'select "
                + (epoch + 1) + "'");
        UUID after = Ids.next();
        append(shop, after, 2);
        await().atMost(SOON).until(() -> probe.numbers(after).equals(List.of(2)) && counted(shop) == 2);
        assertThat(probe.numbers(before)).containsExactly(1);
    }

    /** Each of two turns may have tried the same one, one after the other, before the first has said that it failed. */
    @Test
    void aTryThatTwoTurnsMadeCountsOnce() {
        Workspace shop = stage.shop();
        UUID sick = Ids.next();
        probe.refuse(sick);
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(
                        _ -> events.append(List.of(event(sick, Map.of("n", 1, "bad", true))))));
        FailedEvents failed = context.getBean(FailedEvents.class);
        await().atMost(SOON).until(() -> stage.as(shop.owner(), shop, () -> failed.count("")) == 1L);
        // of a consumer that has no turns, so that nobody else tries it
        Stage.all(
                "update core.event_failure set consumer = 'nobody', state = 'waiting', attempts = 1, next_at = now() where tenant_id = ?",
                shop.tenant().value());
        EventReader reader = context.getBean(EventReader.class);
        List<Boolean> counted = new ArrayList<>();
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> {
                    EventReader.Failure tried = reader.due("nobody").orElseThrow();
                    Instant later = Instant.now().plus(Duration.ofHours(1));
                    counted.add(reader.failed(tried, false, later, "IllegalStateException"));
                    counted.add(reader.failed(tried, false, later, "IllegalStateException"));
                }));
        assertThat(counted).containsExactly(true, false);
        assertThat(Stage.<Integer>one(
                        "select attempts from core.event_failure where tenant_id = ?",
                        shop.tenant().value()))
                .isEqualTo(2);
    }

    @Test
    void aFailedEventBlocksOnlyItsAggregateAndCanBeRunAgain() {
        Workspace shop = stage.shop();
        UUID sick = Ids.next();
        UUID well = Ids.next();
        probe.refuse(sick);
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> events.append(List.of(
                        event(sick, Map.of("n", 1, "bad", true)),
                        event(sick, Map.of("n", 2)),
                        event(well, Map.of("n", 3))))));
        await().atMost(SOON).until(() -> probe.numbers(well).equals(List.of(3)));
        FailedEvents failed = context.getBean(FailedEvents.class);
        await().atMost(SOON).until(() -> stage.as(shop.owner(), shop, () -> failed.count("")) == 1L);
        await().atMost(SOON).until(() -> probe.numbers(sick).equals(List.of(2)));
        FailedEvent dead = stage.as(shop.owner(), shop, () -> failed.find("probe", "", 10))
                .rows()
                .getFirst();
        assertThat(dead.attempts()).isEqualTo(3);
        Browser owner = stage.browser(shop.owner());
        assertThat(owner.get("/w/" + shop.slug() + "/failed-events").body()).contains(ProbeConsumer.TYPE);
        assertThat(owner.get("/w/" + shop.slug() + "/notifications").body())
                .contains("The event “probe.happened” was given up after several tries");
        assertThat(owner.get("/w/" + shop.slug() + "/failed-events/" + dead.id())
                        .body())
                .contains("IllegalStateException", sick.toString());
        assertThat(owner.get("/w/" + shop.slug() + "/failed-events/export").body())
                .contains("IllegalStateException");
        Stage.refused(
                EventProblem.NO_REASON,
                () -> stage.run(shop.owner(), shop, () -> failed.discard(List.of(dead.id()), " ")));
        probe.acceptAgain(sick);
        assertThat(owner.post(
                                "/w/" + shop.slug() + "/failed-events/replay",
                                Map.of("id", dead.id().toString()))
                        .status())
                .isEqualTo(302);
        await().atMost(SOON).until(() -> probe.numbers(sick).equals(List.of(2, 1)));
        assertThat(counted(shop)).isEqualTo(3);
        assertThat(stage.as(shop.owner(), shop, () -> failed.count(""))).isZero();
    }

    @Test
    void aTenantWithManyEventsDoesNotHoldUpAnother() {
        Workspace busy = stage.shop();
        Workspace quiet = stage.shop();
        int many = 5_000;
        for (int i = 0; i < 10; i++) {
            append(busy, Ids.next(), IntStream.range(0, many / 10).toArray());
        }
        UUID thing = Ids.next();
        long done = counted(busy);
        append(quiet, thing, 1);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(() -> probe.numbers(thing).equals(List.of(1)));
        assertThat(counted(busy) - done).isLessThan(many / 2);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(counted(busy)).isEqualTo(many));
    }

    /** In the server with the settings of the product; a mark that is not due at once is seen within a second. */
    @Test
    void newOrdersAreTakenWithinThreeSecondsUnlessVeryManyTenantsAreBusy() {
        EventProperties product =
                new EventProperties(4, Duration.ofSeconds(1), 8, Duration.ofSeconds(10), Duration.ofSeconds(10));
        Patience patience = new Patience(context.getBeanProvider(EventConsumer.class), product);
        TenantId one = new TenantId(Ids.next());
        assertThat(patience.of(one, "order.placed")).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            assertThat(patience.of(new TenantId(Ids.next()), "order.placed"))
                    .isLessThanOrEqualTo(Duration.ofSeconds(2));
        }
        for (int i = 0; i < 1_000; i++) {
            patience.of(new TenantId(Ids.next()), "order.placed");
        }
        assertThat(patience.of(one, "order.placed")).isEqualTo(Duration.ofSeconds(10));
        assertThat(patience.of(one, "brand.added")).isEqualTo(Duration.ofSeconds(10));
        // those in a hurry do not drag the others along
        assertThat(patience.of(one, "order.paid")).isEqualTo(Duration.ofSeconds(10));
        assertThat(patience.hasty(one, "order.paid")).contains("fulfilment").doesNotContain("usage", "notice");
        assertThat(patience.hasty(one, "order.placed")).isEmpty();
    }
}
