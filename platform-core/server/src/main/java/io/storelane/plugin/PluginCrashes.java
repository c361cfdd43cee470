package io.storelane.plugin;

import io.storelane.tenancy.Database;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Counts servers that died to the releases that were at work there. One that was there twice is switched off: memory is shared, and
 * nobody can say whose it was. A death counts once, whoever notices it.
 */
@Component
class PluginCrashes {

    /** A server that has said nothing for so long has died. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int MOST = 2;

    /** So far back deaths count: power fails now and then, and something is always at work. */
    private static final Duration COUNTED = Duration.ofDays(7);

    /** Adds deaths to those known, and switches off. What is inserted by a statement is not seen by the rest of it. */
    private static final String COUNT = """
            , added as (insert into infra.plugin_crash (process, plugin_id, version, at)
                select process, plugin_id, version, :now from dead where busy on conflict do nothing returning plugin_id, version),
              counted as (select a.plugin_id, a.version, count(*) + (select count(*) from infra.plugin_crash c
                join infra.plugin i on i.id = c.plugin_id and c.at >= i.changed_at
                where c.plugin_id = a.plugin_id and c.version = a.version and c.at > :counted) as died from added a group by 1, 2)
            update infra.plugin p set crashes = c.died, wanted = case when c.died >= :most then 'off' else p.wanted end,
              cause = case when c.died >= :most then 'it was at work when ' || c.died || ' servers died' else p.cause end
            from counted c where p.id = c.plugin_id and p.version = c.version
            returning p.id, p.version, p.wanted = 'off' as off, p.crashes""";

    private final Database database;
    private final PluginRows rows;
    private final Clock clock;

    PluginCrashes(Database database, PluginRows rows, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.clock = clock;
    }

    /** @param crashes servers that died while this release was at work @param off true if it is switched off */
    record Crash(String id, String version, boolean off, int crashes) {}

    /** Forgets servers that have said nothing for a while, and counts what was at work when they were seen last. */
    List<Crash> buryTheSilent() {
        return count(database.infra()
                .sql("with dead as (delete from infra.plugin_process where seen_at < :silence and process <> :process"
                        + " returning process, plugin_id, version, busy)" + COUNT)
                .param("silence", Timestamp.from(clock.instant().minus(SILENCE)))
                .param("process", rows.process()));
    }

    /** The same for one that left a file: that knows what was at work in its last moment. */
    List<Crash> bury(AtWork.Dead dead) {
        return count(database.infra()
                .sql("with gone as (delete from infra.plugin_process where process = :process),"
                        + " dead as (select :process::uuid as process, id as plugin_id, version, true as busy"
                        + " from unnest(:ids, :versions) as w (id, version))" + COUNT)
                .param("process", dead.process())
                .param(
                        "ids",
                        texts(dead.atWork().stream().map(AtWork.Release::id).toList()))
                .param(
                        "versions",
                        texts(dead.atWork().stream()
                                .map(AtWork.Release::version)
                                .toList())));
    }

    private static SqlArrayValue texts(List<String> values) {
        return new SqlArrayValue("text", values.toArray());
    }

    private List<Crash> count(JdbcClient.StatementSpec statement) {
        return statement
                .param("now", Timestamp.from(clock.instant()))
                .param("counted", Timestamp.from(clock.instant().minus(COUNTED)))
                .param("most", MOST)
                .query((rs, _) -> new Crash(
                        rs.getString("id"), rs.getString("version"), rs.getBoolean("off"), rs.getInt("crashes")))
                .list();
    }

    /** Lets one that is off run again, as if nothing had happened. @return false if it is not off */
    boolean forgive(String id) {
        boolean forgiven = database.infra()
                        .sql(
                                "update infra.plugin set wanted = 'on', cause = '', crashes = 0 where id = :id and wanted = 'off'")
                        .param("id", id)
                        .update()
                == 1;
        if (forgiven) {
            database.infra()
                    .sql("delete from infra.plugin_crash where plugin_id = :id")
                    .param("id", id)
                    .update();
        }
        return forgiven;
    }
}
