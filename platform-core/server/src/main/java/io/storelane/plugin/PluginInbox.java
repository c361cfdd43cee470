package io.storelane.plugin;

import io.storelane.plugin.api.InboundHook;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Hands calls of other systems to plugins, for the tenant of the scope. */
@Component
class PluginInbox {

    private static final Logger log = LoggerFactory.getLogger(PluginInbox.class);
    private static final int TURN = 20;
    private static final Duration KEPT = Duration.ofDays(7);

    /** For so long a call that was given up can be tried again. */
    private static final Duration DEAD_KEPT = Duration.ofDays(30);

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final PluginProperties properties;
    private final PluginBackground background;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    PluginInbox(
            Database database,
            PluginHost host,
            Plugins plugins,
            PluginProperties properties,
            PluginBackground background,
            TransactionTemplate transactionTemplate,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.properties = properties;
        this.background = background;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
    }

    private record Received(UUID id, Instant at, String query, Map<String, String> headers, byte[] body)
            implements InboundHook.Received {}

    private record Due(String plugin, int attempts, Received call) {}

    /** Works off what is due. @return when something is due next */
    Optional<Instant> work() {
        List<Due> due = Objects.requireNonNull(transaction.execute(_ -> {
            sql("delete from core.plugin_call where tenant_id = :tenant and state = 'done' and received_at < :old")
                    .param("old", Timestamp.from(clock.instant().minus(KEPT)))
                    .update();
            sql("delete from core.plugin_call where tenant_id = :tenant and state = 'dead' and next_at <= :now")
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            return take();
        }));
        due.forEach(this::deliver);
        return Optional.ofNullable(transaction.execute(_ -> next()));
    }

    private List<Due> take() {
        Instant now = clock.instant();
        return sql("""
                        with due as (select id from core.plugin_call where tenant_id = :tenant and state = 'waiting' and next_at <= :now
                            order by next_at limit :most for update skip locked)
                        update core.plugin_call c set next_at = :lease, attempts = attempts + 1 from due
                        where c.tenant_id = :tenant and c.id = due.id
                        returning c.id, c.plugin_id, c.attempts, c.received_at, c.query, c.headers, c.body""")
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(background.longest(TURN))))
                .param("most", TURN)
                .query((rs, _) -> due(rs))
                .list();
    }

    @SuppressWarnings("unchecked")
    private Due due(ResultSet rs) throws SQLException {
        return new Due(
                rs.getString("plugin_id"),
                rs.getInt("attempts"),
                new Received(
                        rs.getObject("id", UUID.class),
                        rs.getTimestamp("received_at").toInstant(),
                        rs.getString("query"),
                        json.readValue(rs.getString("headers"), LinkedHashMap.class),
                        rs.getBytes("body")));
    }

    private void deliver(Due due) {
        RunningPlugin plugin = host.find(due.plugin()).orElse(null);
        InboundHook hook = plugin == null
                ? null
                : plugin.beans(InboundHook.class).stream().findFirst().orElse(null);
        if (!plugins.enabled().contains(due.plugin()) || (plugin != null && hook == null)) {
            giveUp(due, "not taken any more");
            return;
        }
        if (plugin == null || hook == null) { // away for an upgrade, or failed
            again(due, due.attempts() - 1, "away");
            return;
        }
        try {
            background.run(plugin, null, due.call().id().toString(), context -> hook.take(context, due.call()));
            set(due, "done", due.attempts(), clock.instant(), "");
        } catch (InboundHook.Rejected e) {
            giveUp(due, shortened(String.valueOf(e.getMessage())));
        } catch (ProblemException e) {
            failed(due, e.code().name());
        } catch (Exception | LinkageError e) {
            log.warn(
                    "Plugin {} {} did not take call {}",
                    due.plugin(),
                    plugin.manifest().version(),
                    due.call().id(),
                    e);
            failed(due, e.getClass().getSimpleName());
        }
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), 200));
    }

    private void failed(Due due, String fault) {
        if (due.attempts() >= properties.attempts()) {
            giveUp(due, fault);
        } else {
            again(due, due.attempts(), fault);
        }
    }

    private void giveUp(Due due, String fault) {
        set(due, "dead", due.attempts(), clock.instant().plus(DEAD_KEPT), fault);
    }

    private void again(Due due, int attempts, String fault) {
        set(due, "waiting", attempts, clock.instant().plus(properties.retryAfter(attempts)), fault);
    }

    private void set(Due due, String state, int attempts, Instant next, String fault) {
        transaction.executeWithoutResult(_ -> sql("""
                        update core.plugin_call set state = :state, attempts = :attempts, next_at = :next, fault = :fault
                        where tenant_id = :tenant and id = :id""")
                .param("state", state)
                .param("attempts", attempts)
                .param("next", Timestamp.from(next))
                .param("fault", fault)
                .param("id", due.call().id())
                .update());
    }

    private @Nullable Instant next() {
        return sql("select min(next_at) from core.plugin_call where tenant_id = :tenant and state <> 'done'")
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
