package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.plugin.api.Snapshot;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings plugins what they keep a view of: page by page, the place written after each, so that whichever server goes on begins there.
 * What the plugin does with a page is its own transaction; one that was under way when a server died comes again.
 */
@Service
public class PluginSnapshots {

    private static final Logger log = LoggerFactory.getLogger(PluginSnapshots.class);
    private static final int PAGE = 500;

    /** After so long others have their turn. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Database database;
    private final Plugins plugins;
    private final PluginHost host;
    private final PluginBackground background;
    private final PluginProperties properties;
    private final List<SnapshotSource<?>> sources;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final ReadyMarks marks;
    private final Clock clock;
    private final Rows<Wanted> rows;

    PluginSnapshots(
            Database database,
            Plugins plugins,
            PluginHost host,
            PluginBackground background,
            PluginProperties properties,
            List<SnapshotSource<?>> sources,
            TransactionTemplate transactionTemplate,
            AuditLog audit,
            ReadyMarks marks,
            Clock clock) {
        this.database = database;
        this.plugins = plugins;
        this.host = host;
        this.background = background;
        this.properties = properties;
        this.sources = List.copyOf(sources);
        this.transaction = transactionTemplate;
        this.audit = audit;
        this.marks = marks;
        this.clock = clock;
        this.rows = Rows.<Wanted>of("plugin_snapshot")
                .with("plugin_id", "text", Wanted::plugin)
                .with("name", "text", Wanted::name)
                .with("state", "text", _ -> "new")
                .with("next_at", "timestamptz", _ -> Timestamp.from(clock.instant()))
                .with("begun_at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    private record Wanted(String plugin, String name) {}

    /** @param begun names the build: one that somebody has begun anew meanwhile goes on elsewhere */
    private record Place(String plugin, String name, Timestamp begun, String state, String position, int attempts) {

        Place at(String state, String position) {
            return new Place(plugin, name, begun, state, position, 0);
        }
    }

    /**
     * How far one is.
     *
     * @param things brought so far
     * @param ended null while it is under way
     * @param fault why it does not go on just now; empty if it does
     */
    public record View(String name, long things, @Nullable Instant ended, String fault) {}

    /** Goes on with those that are due in the tenant of the scope. @return when one is due next */
    Optional<Instant> work() {
        Place due = transaction.execute(_ -> {
            plan();
            return take();
        });
        if (due != null) {
            run(due);
        }
        return Optional.ofNullable(transaction.execute(_ -> next()));
    }

    /** One that is new here begins. */
    private void plan() {
        rows.insertNew(
                database,
                plugins.running().stream()
                        .flatMap(plugin -> plugin.beans(Snapshot.class).stream()
                                .map(s -> new Wanted(plugin.manifest().id(), s.name())))
                        .toList(),
                String.class,
                "name",
                String.class);
    }

    private @Nullable Place take() {
        Instant now = clock.instant();
        return database.core()
                .sql("""
                        with due as materialized (
                          select plugin_id, name from core.plugin_snapshot where tenant_id = :tenant and state <> 'done' and next_at <= :now
                          order by next_at limit 1 for update skip locked)
                        update core.plugin_snapshot set next_at = :lease
                        where tenant_id = :tenant and (plugin_id, name) in (select plugin_id, name from due)
                        returning plugin_id, name, begun_at, state, position, attempts""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("lease", lease(now))
                .query((rs, _) -> new Place(
                        rs.getString("plugin_id"),
                        rs.getString("name"),
                        rs.getTimestamp("begun_at"),
                        rs.getString("state"),
                        rs.getString("position"),
                        rs.getInt("attempts")))
                .optional()
                .orElse(null);
    }

    private Timestamp lease(Instant now) {
        return Timestamp.from(now.plus(background.longest(2)));
    }

    private void run(Place due) {
        RunningPlugin plugin = host.find(due.plugin()).orElse(null);
        Snapshot<?> snapshot = plugin == null
                ? null
                : plugin.beans(Snapshot.class).stream()
                        .filter(s -> s.name().equals(due.name()))
                        .findFirst()
                        .orElse(null);
        if (plugin == null) {
            later(due, due.attempts(), "away");
            return;
        }
        if (snapshot == null) { // a release that does not want it any more
            move(due.at("done", due.position()), 0, clock.instant());
            return;
        }
        AtomicReference<Place> reached = new AtomicReference<>(due);
        try {
            run(plugin, snapshot, reached);
        } catch (Exception | LinkageError e) {
            log.warn(
                    "Snapshot {} of plugin {} {} did not go on",
                    due.name(),
                    due.plugin(),
                    plugin.manifest().version(),
                    e);
            Place stopped = reached.get();
            later(stopped, stopped.attempts() + 1, fault(e));
        }
    }

    private static String fault(Throwable e) {
        return e instanceof IllegalArgumentException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    private <T> void run(RunningPlugin plugin, Snapshot<T> snapshot, AtomicReference<Place> reached) throws Exception {
        SnapshotSource<T> source = source(plugin, snapshot);
        Instant end = clock.instant().plus(TURN);
        for (Place place = reached.get(); ; place = reached.get()) {
            switch (place.state()) {
                case "new" -> {
                    call(plugin, place, snapshot::begin);
                    reached.set(move(place.at("reading", ""), 0, clock.instant()));
                }
                case "reading" -> reached.set(page(plugin, snapshot, source, place));
                case "read" -> {
                    call(plugin, place, snapshot::done);
                    reached.set(move(place.at("done", place.position()), 0, clock.instant()));
                }
                default -> {
                    marks.mark(Scope.currentTenant(), PluginCourier.QUEUE, Duration.ZERO); // events that have waited
                    return;
                }
            }
            if (!reached.get().state().equals("done") && clock.instant().isAfter(end)) {
                transaction.executeWithoutResult(_ -> set(reached.get(), 0, clock.instant(), ""));
                return;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private <T> SnapshotSource<T> source(RunningPlugin plugin, Snapshot<T> snapshot) {
        SnapshotSource<?> source = sources.stream()
                .filter(s -> s.type().equals(snapshot.of()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no snapshot of " + snapshot.of().getName() + "."));
        if (!plugin.manifest().uses().contains(source.service())) {
            throw new IllegalArgumentException("A snapshot of " + snapshot.of().getSimpleName() + " needs "
                    + source.service() + " in plugin.uses.");
        }
        return (SnapshotSource<T>) source;
    }

    private <T> Place page(RunningPlugin plugin, Snapshot<T> snapshot, SnapshotSource<T> source, Place place)
            throws Exception {
        // read by the plugin's access, and without a transaction of ours while the plugin takes it
        SnapshotSource.Taken<T> page = background.as(plugin, place.name(), () -> source.read(place.position(), PAGE));
        if (page.rows().isEmpty()) {
            return move(place.at("read", place.position()), 0, clock.instant());
        }
        call(plugin, place, context -> snapshot.take(context, page.rows()));
        return move(place.at("reading", page.end()), page.rows().size(), clock.instant());
    }

    private void call(RunningPlugin plugin, Place place, PluginBackground.Work work) throws Exception {
        background.run(plugin, null, place.name(), work);
    }

    private Place move(Place to, int more, Instant now) {
        boolean done = to.state().equals("done");
        boolean moved = Boolean.TRUE.equals(
                transaction.execute(_ -> set(to, more, done ? now : lease(now).toInstant(), "")));
        return moved ? to : to.at("done", to.position());
    }

    private void later(Place place, int attempts, String fault) {
        Instant next = clock.instant().plus(properties.retryAfter(attempts));
        Place tried = new Place(place.plugin(), place.name(), place.begun(), place.state(), place.position(), attempts);
        transaction.executeWithoutResult(_ -> set(tried, 0, next, fault));
    }

    private boolean set(Place place, int more, Instant next, String fault) {
        return database.core()
                        .sql("""
                        update core.plugin_snapshot set state = :state, position = :position, attempts = :attempts, next_at = :next,
                          fault = :fault, things = case when :state = 'reading' and :position = '' then 0 else things + :more end,
                          ended_at = case when :state = 'done' then :next::timestamptz end
                        where tenant_id = :tenant and plugin_id = :plugin and name = :name and begun_at = :begun""")
                        .param("begun", place.begun())
                        .param("state", place.state())
                        .param("position", place.position())
                        .param("attempts", place.attempts())
                        .param("next", Timestamp.from(next))
                        .param("fault", fault)
                        .param("more", more)
                        .param("tenant", Scope.currentTenant().value())
                        .param("plugin", place.plugin())
                        .param("name", place.name())
                        .update()
                > 0;
    }

    private @Nullable Instant next() {
        return database.core()
                .sql("select min(next_at) from core.plugin_snapshot where tenant_id = :tenant and state <> 'done'")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }

    /** Views of a plugin and how far they are, by name. */
    @Transactional(readOnly = true)
    public List<View> of(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return database.core()
                .sql("""
                        select name, things, ended_at, fault from core.plugin_snapshot
                        where tenant_id = :tenant and plugin_id = :plugin order by name""")
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin)
                .query((rs, _) -> new View(
                        rs.getString("name"),
                        rs.getLong("things"),
                        Optional.ofNullable(rs.getTimestamp("ended_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null),
                        rs.getString("fault")))
                .list();
    }

    /** Has the views of a plugin built anew. */
    @Transactional
    public void rebuild(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        int begun = database.core()
                .sql("""
                        update core.plugin_snapshot set state = 'new', position = '', things = 0, attempts = 0, fault = '',
                          next_at = :now, begun_at = :now, ended_at = null
                        where tenant_id = :tenant and plugin_id = :plugin""")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin)
                .update();
        audit.record("plugin.rebuilt", Plugins.target(plugin), Map.of(), Map.of("views", begun));
        marks.markAfterCommit(PluginCourier.QUEUE);
    }
}
