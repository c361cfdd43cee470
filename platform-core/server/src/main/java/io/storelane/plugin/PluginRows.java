package io.storelane.plugin;

import io.storelane.plugin.tool.Finding;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What all servers are to run, what each of them runs, and who wanted it: rows of {@code infra}. */
@Component
class PluginRows {

    /** For so long all servers go back if one of them cannot run a release. */
    private static final Duration NEW = Duration.ofMinutes(10);

    private final Database database;
    private final JsonMapper json;
    private final Clock clock;
    private final UUID process = Ids.next();

    PluginRows(Database database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Names this server among all. */
    UUID process() {
        return process;
    }

    /** A release that is wanted, and the one before. @param crashes servers that died lately while it was at work */
    record Installed(
            String id,
            String version,
            String sha256,
            String signature,
            String previousSha256,
            boolean on,
            String cause,
            int crashes,
            List<Finding> warnings) {}

    List<Installed> all() {
        return database.infra()
                .sql(
                        "select id, version, sha256, signature, previous_sha256, wanted = 'on' as wanted, cause, crashes, warnings from infra.plugin order by id")
                .query((rs, _) -> new Installed(
                        rs.getString("id"),
                        rs.getString("version"),
                        rs.getString("sha256"),
                        rs.getString("signature"),
                        rs.getString("previous_sha256"),
                        rs.getBoolean("wanted"),
                        rs.getString("cause"),
                        rs.getInt("crashes"),
                        findings(rs.getString("warnings"))))
                .list();
    }

    /** Warnings of codes that this version does not know are left to the one that does. */
    private List<Finding> findings(String text) {
        try {
            return List.of(json.readValue(text, Finding[].class));
        } catch (JacksonException _) {
            return List.of();
        }
    }

    Optional<Installed> find(String id) {
        return all().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** Makes this the release that all servers run. @return false if somebody else has changed it meanwhile, or removes its data */
    boolean put(PluginArchive archive, String signature, List<Finding> warnings, @Nullable Installed before) {
        return database.infra()
                        .sql("""
                        insert into infra.plugin (id, version, sha256, signature, wanted, warnings, changed_at)
                        select :id::text, :version::text, :sha256::text, :signature::text, 'on', :warnings::text, :now::timestamptz
                        where not exists (select from infra.plugin_removal where plugin_id = :id and ended_at is null)
                        on conflict (id) do update set version = excluded.version, sha256 = excluded.sha256,
                          signature = excluded.signature, previous_version = plugin.version, previous_sha256 = plugin.sha256,
                          previous_signature = plugin.signature, wanted = 'on', cause = '', crashes = 0, warnings = excluded.warnings,
                          changed_at = excluded.changed_at
                        where plugin.sha256 = :before""")
                        .param("id", archive.manifest().id())
                        .param("version", archive.manifest().version())
                        .param("sha256", archive.sha256())
                        .param("signature", signature)
                        .param("warnings", json.writeValueAsString(warnings))
                        .param("now", now())
                        .param("before", before == null ? "" : before.sha256())
                        .update()
                == 1;
    }

    void remove(String id) {
        database.infra()
                .sql("delete from infra.plugin where id = :id")
                .param("id", id)
                .update();
    }

    /** Notes what was done by operators or by the server itself. */
    void note(String action, String id, String version, String actor, String cause) {
        database.infra()
                .sql("""
                        insert into infra.plugin_entry (id, at, action, plugin_id, version, actor, cause)
                        values (:entry, :now, :action, :id, :version, :actor, :cause)""")
                .param("entry", Ids.next())
                .param("now", now())
                .param("action", action)
                .param("id", id)
                .param("version", version)
                .param("actor", actor)
                .param("cause", cause)
                .update();
    }

    /** What happened to a plugin, the newest first. */
    List<PluginEntry> entries(String id, int most) {
        return database.infra()
                .sql("""
                        select at, action, version, actor, cause from infra.plugin_entry where plugin_id = :id
                        order by id desc limit :most""")
                .param("id", id)
                .param("most", most)
                .query((rs, _) -> new PluginEntry(
                        rs.getTimestamp("at").toInstant(),
                        rs.getString("action"),
                        rs.getString("version"),
                        rs.getString("actor"),
                        rs.getString("cause")))
                .list();
    }

    /** True if a row names this jar, as the release that runs or as the one before. */
    boolean names(String sha256) {
        return database.infra()
                .sql("select exists (select from infra.plugin where sha256 = :sha or previous_sha256 = :sha)")
                .param("sha", sha256)
                .query(Boolean.class)
                .single();
    }

    /**
     * Takes the release before for all servers, as long as this one is new: a server that cannot run what has run for a while has a
     * fault of its own.
     *
     * @return false if there is none, or somebody else has changed it meanwhile
     */
    boolean goBack(Installed failed) {
        return database.infra()
                        .sql("""
                        update infra.plugin set version = previous_version, sha256 = previous_sha256, signature = previous_signature,
                          previous_version = '', previous_sha256 = '', previous_signature = '', warnings = '[]', crashes = 0
                        where id = :id and sha256 = :sha and previous_sha256 <> '' and changed_at > :new""")
                        .param("id", failed.id())
                        .param("sha", failed.sha256())
                        .param("new", Timestamp.from(clock.instant().minus(NEW)))
                        .update()
                == 1;
    }

    /** Says what this server runs. @param busy true if it is at work just now */
    void report(String id, String version, String state, String cause, boolean busy) {
        database.infra()
                .sql("""
                        insert into infra.plugin_process (process, plugin_id, version, state, cause, busy, seen_at)
                        values (:process, :id, :version, :state, :cause, :busy, :now)
                        on conflict (process, plugin_id) do update set version = excluded.version, state = excluded.state,
                          cause = excluded.cause, busy = excluded.busy, seen_at = excluded.seen_at""")
                .param("process", process)
                .param("id", id)
                .param("version", version)
                .param("state", state)
                .param("cause", cause)
                .param("busy", busy)
                .param("now", now())
                .update();
    }

    /** This server runs these and no others. */
    void reportOnly(List<String> ids) {
        database.infra()
                .sql("delete from infra.plugin_process where process = :process and plugin_id <> all(:ids)")
                .param("process", process)
                .param("ids", new SqlArrayValue("text", ids.toArray()))
                .update();
    }

    /** A server and what it runs of a plugin. */
    record Report(UUID process, String pluginId, String version, String state, String cause) {}

    List<Report> reports() {
        return database.infra()
                .sql(
                        "select process, plugin_id, version, state, cause from infra.plugin_process order by plugin_id, process")
                .query((rs, _) -> new Report(
                        rs.getObject("process", UUID.class),
                        rs.getString("plugin_id"),
                        rs.getString("version"),
                        rs.getString("state"),
                        rs.getString("cause")))
                .list();
    }

    /** True if another server has said so within its last looks. */
    boolean runsElsewhere(String id, Duration look) {
        return database.infra()
                .sql("""
                        select exists (select from infra.plugin_process
                          where plugin_id = :id and process <> :process and seen_at > :lately)""")
                .param("id", id)
                .param("process", process)
                .param("lately", Timestamp.from(clock.instant().minus(look.multipliedBy(3))))
                .query(Boolean.class)
                .single();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
