package io.storelane.plugin;

import io.storelane.plugin.api.HostEvent;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings events to plugins. A turn of a tenant takes what is due for a while, by a short transaction, calls the plugins without
 * one, and writes what came of it. The first of each object is tried; those behind it wait.
 */
@Component
class PluginCourier implements AutoCloseable {

    static final String QUEUE = "plugin";

    private static final Logger log = LoggerFactory.getLogger(PluginCourier.class);
    private static final int TURN = 20;
    private static final int WORKERS = 4;

    /** Waits, has nobody of its object before it, and no snapshot that it must come after. */
    private static final String HEAD = """
            d.tenant_id = :tenant and d.state = 'waiting' and not exists (select from core.plugin_delivery f
              where f.tenant_id = d.tenant_id and f.plugin_id = d.plugin_id and f.object_id = d.object_id and f.state = 'waiting'
                and f.place < d.place)
              and not exists (select from core.plugin_snapshot s
                where s.tenant_id = d.tenant_id and s.plugin_id = d.plugin_id and s.state <> 'done')""";

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final PluginProperties properties;
    private final PluginBackground background;
    private final PluginTasks tasks;
    private final PluginSnapshots snapshots;
    private final PluginInbox inbox;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;
    private final Rounds rounds;

    PluginCourier(
            Database database,
            PluginHost host,
            Plugins plugins,
            PluginProperties properties,
            PluginBackground background,
            PluginTasks tasks,
            PluginSnapshots snapshots,
            PluginInbox inbox,
            TransactionTemplate transactionTemplate,
            JsonMapper json,
            Clock clock,
            ReadyMarks marks) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.properties = properties;
        this.background = background;
        this.tasks = tasks;
        this.snapshots = snapshots;
        this.inbox = inbox;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
        this.rounds = new Rounds(QUEUE, WORKERS, marks, this::turn);
    }

    private record Heard(
            UUID id,
            String type,
            String objectType,
            UUID objectId,
            Map<String, Object> payload,
            @Nullable UUID actor,
            Instant occurredAt)
            implements HostEvent {}

    private record Delivery(UUID id, String plugin, int attempts, Heard event) {}

    /** One turn of the tenant of the scope. @return when it wants another */
    private Optional<Duration> turn() {
        Optional<Instant> snapshot = snapshots.work();
        List<Delivery> due = Objects.requireNonNull(transaction.execute(_ -> take()));
        due.forEach(this::deliver);
        Optional<Instant> task = tasks.work();
        Optional<Instant> call = inbox.work();
        if (due.size() >= TURN) {
            return Optional.of(Duration.ZERO);
        }
        Instant next = transaction.execute(_ -> next());
        return Stream.of(Optional.ofNullable(next), task, snapshot, call)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(then -> Duration.between(clock.instant(), then))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /** What is due and first of its object; others leave it alone until the lease ends. */
    private List<Delivery> take() {
        Instant now = clock.instant();
        return database.core()
                .sql("""
                        with due as (select d.id from core.plugin_delivery d where %s and d.next_at <= :now
                            order by d.next_at limit :most for update skip locked),
                          taken as (update core.plugin_delivery d set next_at = :lease, attempts = attempts + 1 from due
                            where d.tenant_id = :tenant and d.id = due.id returning d.id, d.plugin_id, d.attempts, d.event_id, d.place)
                        select t.id as delivery, t.plugin_id, t.attempts, e.id, e.type, e.aggregate_type, e.aggregate_id, e.payload,
                          e.actor, e.occurred_at from taken t join core.event e on e.tenant_id = :tenant and e.id = t.event_id
                        order by t.place""".formatted(HEAD))
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(background.longest(TURN))))
                .param("most", TURN)
                .query((rs, _) -> delivery(rs))
                .list();
    }

    @SuppressWarnings("unchecked")
    private Delivery delivery(ResultSet rs) throws SQLException {
        Heard event = new Heard(
                rs.getObject("id", UUID.class),
                rs.getString("type"),
                rs.getString("aggregate_type"),
                rs.getObject("aggregate_id", UUID.class),
                json.readValue(rs.getString("payload"), LinkedHashMap.class),
                rs.getObject("actor", UUID.class),
                rs.getTimestamp("occurred_at").toInstant());
        return new Delivery(
                rs.getObject("delivery", UUID.class), rs.getString("plugin_id"), rs.getInt("attempts"), event);
    }

    private void deliver(Delivery delivery) {
        RunningPlugin plugin = host.find(delivery.plugin()).orElse(null);
        boolean enabled = plugins.enabled().contains(delivery.plugin());
        if (!enabled && (plugin == null || !plugin.forgets(delivery.event().type()))) {
            transaction.executeWithoutResult(_ -> taken(delivery)); // nobody wants to hear of it any more
            return;
        }
        if (plugin == null && !plugins.isWanted(delivery.plugin())) {
            transaction.executeWithoutResult(_ -> taken(delivery)); // removed since
            return;
        }
        if (plugin == null) {
            // it is away for an upgrade, or failed: its events wait for it
            transaction.executeWithoutResult(_ -> again(delivery, delivery.attempts() - 1, "away"));
            return;
        }
        try {
            call(plugin, delivery, enabled);
            transaction.executeWithoutResult(_ -> taken(delivery));
        } catch (ProblemException e) {
            transaction.executeWithoutResult(_ -> failed(delivery, e.code().name()));
        } catch (Exception | LinkageError e) {
            log.warn(
                    "Plugin {} {} did not take event {}",
                    delivery.plugin(),
                    plugin.manifest().version(),
                    delivery.event().id(),
                    e);
            transaction.executeWithoutResult(_ -> failed(delivery, e.getClass().getSimpleName()));
        }
    }

    private void call(RunningPlugin plugin, Delivery delivery, boolean enabled) throws Exception {
        Heard event = delivery.event();
        background.run(plugin, event.actor(), event.id().toString(), context -> {
            plugin.forget(context, event);
            if (enabled) {
                plugin.hear(context, event);
            }
        });
    }

    private void taken(Delivery delivery) {
        database.core()
                .sql("delete from core.plugin_delivery where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", delivery.id())
                .update();
    }

    private void failed(Delivery delivery, String fault) {
        if (delivery.attempts() >= properties.attempts()) {
            set(delivery, "dead", delivery.attempts(), clock.instant(), fault);
            log.error(
                    "Plugin {} gave up event {}",
                    delivery.plugin(),
                    delivery.event().id());
        } else {
            again(delivery, delivery.attempts(), fault);
        }
    }

    private void again(Delivery delivery, int attempts, String fault) {
        set(delivery, "waiting", attempts, clock.instant().plus(properties.retryAfter(attempts)), fault);
    }

    private void set(Delivery delivery, String state, int attempts, Instant next, String fault) {
        database.core()
                .sql("""
                        update core.plugin_delivery set state = :state, attempts = :attempts, next_at = :next, fault = :fault
                        where tenant_id = :tenant and id = :id""")
                .param("state", state)
                .param("attempts", attempts)
                .param("next", Timestamp.from(next))
                .param("fault", fault)
                .param("tenant", Scope.currentTenant().value())
                .param("id", delivery.id())
                .update();
    }

    private @Nullable Instant next() {
        return database.core()
                .sql("select min(d.next_at) from core.plugin_delivery d where " + HEAD)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
