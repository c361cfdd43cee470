package io.storelane.plugin;

import io.storelane.plugin.api.ScheduledTask;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What plugins do again and again for the tenant of the scope. */
@Component
class PluginTasks {

    private static final Logger log = LoggerFactory.getLogger(PluginTasks.class);
    private static final int TURN = 10;
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(10);

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final PluginBackground background;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Rows<Due> rows;

    PluginTasks(
            Database database,
            PluginHost host,
            Plugins plugins,
            PluginBackground background,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.background = background;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.rows = Rows.<Due>of("plugin_task")
                .with("plugin_id", "text", Due::plugin)
                .with("name", "text", Due::name)
                .with("next_at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    private record Due(String plugin, String name) {}

    /** Does what is due. @return when something is due next */
    Optional<Instant> work() {
        List<Due> due = Objects.requireNonNull(transaction.execute(_ -> {
            plan();
            return take();
        }));
        due.forEach(this::run);
        return Optional.ofNullable(transaction.execute(_ -> next()));
    }

    /** A task that is new here is due at once. */
    private void plan() {
        List<Due> tasks = plugins.running().stream()
                .flatMap(plugin -> plugin.beans(ScheduledTask.class).stream()
                        .map(task -> new Due(plugin.manifest().id(), task.name())))
                .toList();
        rows.insertNew(database, tasks, String.class, "name", String.class);
    }

    private List<Due> take() {
        Instant now = clock.instant();
        return database.core()
                .sql("""
                        with due as materialized (
                          select plugin_id, name from core.plugin_task where tenant_id = :tenant and next_at <= :now
                          order by next_at limit :most for update skip locked)
                        update core.plugin_task set next_at = :lease
                        where tenant_id = :tenant and (plugin_id, name) in (select plugin_id, name from due)
                        returning plugin_id, name""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(background.longest(TURN))))
                .param("most", TURN)
                .query((rs, _) -> new Due(rs.getString("plugin_id"), rs.getString("name")))
                .list();
    }

    private void run(Due due) {
        RunningPlugin plugin = host.find(due.plugin()).orElse(null);
        ScheduledTask task = plugin == null
                ? null
                : plugin.beans(ScheduledTask.class).stream()
                        .filter(t -> t.name().equals(due.name()))
                        .findFirst()
                        .orElse(null);
        if (plugin == null || task == null) {
            end(due, AFTER_A_FAULT, "away");
            return;
        }
        Duration every = task.every().compareTo(LEAST) < 0 ? LEAST : task.every();
        try {
            background.run(plugin, null, due.name(), task::run);
            end(due, every, "");
        } catch (Exception | LinkageError e) {
            log.warn(
                    "Task {} of plugin {} {} failed",
                    due.name(),
                    due.plugin(),
                    plugin.manifest().version(),
                    e);
            end(
                    due,
                    every.compareTo(AFTER_A_FAULT) < 0 ? every : AFTER_A_FAULT,
                    e.getClass().getSimpleName());
        }
    }

    private void end(Due due, Duration wait, String fault) {
        transaction.executeWithoutResult(_ -> database.core()
                .sql("""
                        update core.plugin_task set next_at = :next, fault = :fault
                        where tenant_id = :tenant and plugin_id = :plugin and name = :name""")
                .param("next", Timestamp.from(clock.instant().plus(wait)))
                .param("fault", fault)
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", due.plugin())
                .param("name", due.name())
                .update());
    }

    private @Nullable Instant next() {
        return database.core()
                .sql("select min(next_at) from core.plugin_task where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }
}
