package io.storelane.plugin;

import io.storelane.tenancy.Database;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** What is older is forgotten; longer than it counts, for a file of a dead server may be found late. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String ADD = """
            insert into infra.plugin_crash (process, plugin_id, version, at)
            select process, plugin_id, version, :now from dead where busy on conflict do nothing""";

    /**
     * Counts anew what is known, in a statement after those that add to it: of two servers that each add a death at the same moment the
     * later one sees both, and what a server added that ended before it could count is counted by the next look.
     */
    private static final String COUNT = """
            with old as (delete from infra.plugin_crash where at < :kept)
            update infra.plugin p set crashes = c.died, wanted = case when c.died >= :most then 'off' else p.wanted end,
              cause = case when c.died >= :most then 'it was at work when ' || c.died || ' servers died' else p.cause end
            from (select i.id, i.version, (select count(*) from infra.plugin_crash d where d.plugin_id = i.id
                and d.version = i.version and d.at >= i.changed_at and d.at > :counted) as died from infra.plugin i) c
            where p.id = c.id and p.version = c.version
              and (p.crashes < c.died or p.crashes > c.died and p.wanted = 'on')
            returning p.id, p.version, p.wanted = 'off' as off, p.crashes, new.crashes > old.crashes as more""";

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
        database.infra()
                .sql("with dead as (delete from infra.plugin_process where seen_at < :silence and process <> :process"
                        + " returning process, plugin_id, version, busy) " + ADD)
                .param("silence", Timestamp.from(clock.instant().minus(SILENCE)))
                .param("process", rows.process())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return count();
    }

    /** The same for one that left a file: that knows what was at work in its last moment. */
    List<Crash> bury(AtWork.Dead dead) {
        database.infra()
                .sql("with gone as (delete from infra.plugin_process where process = :process),"
                        + " dead as (select :process::uuid as process, id as plugin_id, version, true as busy"
                        + " from unnest(:ids, :versions) as w (id, version)) " + ADD)
                .param("process", dead.process())
                .param(
                        "ids",
                        texts(dead.atWork().stream().map(AtWork.Release::id).toList()))
                .param(
                        "versions",
                        texts(dead.atWork().stream()
                                .map(AtWork.Release::version)
                                .toList()))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return count();
    }

    private static SqlArrayValue texts(List<String> values) {
        return new SqlArrayValue("text", values.toArray());
    }

    /** @return those with more deaths than before */
    private List<Crash> count() {
        List<Crash> more = new ArrayList<>();
        database.infra()
                .sql(COUNT)
                .param("kept", Timestamp.from(clock.instant().minus(KEPT)))
                .param("counted", Timestamp.from(clock.instant().minus(COUNTED)))
                .param("most", MOST)
                .query(row -> {
                    if (row.getBoolean("more")) {
                        more.add(new Crash(
                                row.getString("id"),
                                row.getString("version"),
                                row.getBoolean("off"),
                                row.getInt("crashes")));
                    }
                });
        return more;
    }

    /** Lets one that is off run again, as if nothing had happened. @return false if it is not off */
    boolean forgive(String id) {
        return database.infra().sql("""
                        with forgiven as (update infra.plugin set wanted = 'on', cause = '', crashes = 0
                            where id = :id and wanted = 'off' returning id),
                          gone as (delete from infra.plugin_crash where plugin_id in (select id from forgiven))
                        select exists (select from forgiven)""").param("id", id).query(Boolean.class).single();
    }
}
