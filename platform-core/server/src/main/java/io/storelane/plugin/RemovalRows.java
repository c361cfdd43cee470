package io.storelane.plugin;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How far removals with data are: rows of {@code infra}, so that another server goes on where one has ended. */
@Component
class RemovalRows {

    /** Before all workspaces. */
    static final UUID FIRST = new UUID(0, 0);

    /** A server that has written nothing for so long is taken for lost. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;

    RemovalRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A removal that this server works on. @param until shows whether it still does */
    record Held(String plugin, Instant begun, boolean dropped, UUID last, int done, int failed, Instant until) {

        Held after(UUID workspace, boolean gone) {
            return new Held(
                    plugin, begun, dropped, workspace, gone ? done + 1 : done, gone ? failed : failed + 1, until);
        }

        Held with(int done, int failed) {
            return new Held(plugin, begun, dropped, last, done, failed, until);
        }

        Held fromTheFirst() {
            return new Held(plugin, begun, dropped, FIRST, done, failed, until);
        }
    }

    /** Somebody else works on it. */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Writes down that it is to be done; this server does it. @return empty if it is on its way already */
    Optional<Held> begin(String plugin, String version, String actor, long workspaces) {
        return database.infra()
                .sql("""
                        insert into infra.plugin_removal as r (plugin_id, version, actor, begun_at, workspaces, last_id, next_at)
                        values (:plugin, :version, :actor, :now, :workspaces, :first, :until)
                        on conflict (plugin_id) do update set version = excluded.version, actor = excluded.actor,
                          begun_at = excluded.begun_at, dropped = false, workspaces = excluded.workspaces, done = 0, failed = 0,
                          last_id = excluded.last_id, fault = '', next_at = excluded.next_at, ended_at = null
                        where r.ended_at is not null
                        returning r.*""")
                .param("plugin", plugin)
                .param("version", version)
                .param("actor", actor)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspaces", workspaces)
                .param("first", FIRST)
                .param("until", until())
                .query((rs, _) -> held(rs))
                .optional();
    }

    /** It cannot be done; whoever wanted it is told so. */
    void withdraw(Held held) {
        database.infra()
                .sql("delete from infra.plugin_removal where plugin_id = :plugin and next_at = :held")
                .param("plugin", held.plugin())
                .param("held", Timestamp.from(held.until()))
                .update();
    }

    /** Takes one that no server works on. */
    Optional<Held> take() {
        return database.infra()
                .sql("""
                        update infra.plugin_removal set next_at = :until where plugin_id = (
                          select plugin_id from infra.plugin_removal where ended_at is null and next_at <= :now
                          order by next_at limit 1 for update skip locked)
                        returning *""")
                .param("until", until())
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, _) -> held(rs))
                .optional();
    }

    /** Its own tables are gone: that is the removal that people are told of, once. */
    Held dropped(Held held) {
        return database.infra()
                .sql("""
                        with gone as (
                          update infra.plugin_removal set dropped = true, next_at = :until
                          where plugin_id = :plugin and next_at = :held and ended_at is null returning *),
                        noted as (
                          insert into infra.plugin_entry (id, at, action, plugin_id, version, actor)
                          select :entry::uuid, :now::timestamptz, 'removed-with-data', plugin_id, version, actor from gone)
                        select * from gone""")
                .param("until", until())
                .param("held", Timestamp.from(held.until()))
                .param("plugin", held.plugin())
                .param("entry", Ids.next())
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, _) -> held(rs))
                .optional()
                .orElseThrow(Lost::new);
    }

    /** It is so far, and goes on here. */
    Held reached(Held held) {
        return write(held, until(), "", false).orElseThrow(Lost::new);
    }

    /** It goes on later, wherever there is time. */
    void later(Held held, Duration wait, String fault) {
        write(held, Timestamp.from(clock.instant().plus(wait)), fault, false);
    }

    void end(Held held) {
        write(held, Timestamp.from(clock.instant()), "", true);
    }

    private Optional<Held> write(Held held, Timestamp next, String fault, boolean ended) {
        return database.infra()
                .sql("""
                        update infra.plugin_removal set last_id = :last, done = :done, failed = :failed, next_at = :next, fault = :fault,
                          ended_at = case when :ended then :now::timestamptz end
                        where plugin_id = :plugin and next_at = :held and ended_at is null
                        returning *""")
                .param("last", held.last())
                .param("done", held.done())
                .param("failed", held.failed())
                .param("next", next)
                .param("fault", fault)
                .param("ended", ended)
                .param("now", Timestamp.from(clock.instant()))
                .param("plugin", held.plugin())
                .param("held", Timestamp.from(held.until()))
                .query((rs, _) -> held(rs))
                .optional();
    }

    /** The latest of this plugin. */
    Optional<PluginRemoval> find(String plugin) {
        return database.infra()
                .sql("select *, ended_at is null as running from infra.plugin_removal where plugin_id = :plugin")
                .param("plugin", plugin)
                .query((rs, _) -> new PluginRemoval(
                        rs.getString("plugin_id"),
                        rs.getString("version"),
                        rs.getTimestamp("begun_at").toInstant(),
                        rs.getLong("workspaces"),
                        rs.getLong("done"),
                        rs.getLong("failed"),
                        rs.getBoolean("running") ? "running" : "done",
                        rs.getString("fault")))
                .optional();
    }

    private Timestamp until() {
        return Timestamp.from(clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS));
    }

    private static Held held(ResultSet rs) throws SQLException {
        return new Held(
                rs.getString("plugin_id"),
                rs.getTimestamp("begun_at").toInstant(),
                rs.getBoolean("dropped"),
                rs.getObject("last_id", UUID.class),
                rs.getInt("done"),
                rs.getInt("failed"),
                rs.getTimestamp("next_at").toInstant());
    }
}
