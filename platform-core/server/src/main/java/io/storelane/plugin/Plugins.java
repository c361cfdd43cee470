package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pf4j.PluginDependency;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The plugins that the workspace of the scope uses. */
@Service
public class Plugins {

    private static final int KEPT = 10_000;
    private static final int HISTORY = 20;

    private final Database database;
    private final PluginHost host;
    private final PluginRows rows;
    private final AuditLog audit;
    private final Clock clock;
    private final ReadyMarks marks;
    private final Kept<String, Set<String>> kept;

    Plugins(
            Database database,
            PluginHost host,
            PluginRows rows,
            AuditLog audit,
            Stamps stamps,
            Clock clock,
            ReadyMarks marks) {
        this.marks = marks;
        this.database = database;
        this.host = host;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
        this.kept = stamps.keep(KEPT);
    }

    /** Ids of the plugins that the workspace has enabled; whether they are installed is another question. */
    public Set<String> enabled() {
        return kept.get("enabled", this::read);
    }

    /** Those of them that are at work in this server, by their ids. */
    List<RunningPlugin> running() {
        if (host.all().isEmpty()) {
            return List.of();
        }
        Set<String> enabled = enabled();
        List<RunningPlugin> found = new ArrayList<>();
        for (RunningPlugin plugin : host.all()) {
            if (enabled.contains(plugin.manifest().id())) {
                found.add(plugin);
            }
        }
        return found;
    }

    /** True for one that all servers are to run: where it does not, it is about to, or will again. */
    boolean isWanted(String id) {
        return rows.find(id).filter(PluginRows.Installed::on).isPresent();
    }

    /** Why one that the workspace has enabled does not answer: it was removed, or it stands still in this server. */
    ProblemException absence(String id) {
        return rows.find(id).isPresent() ? host.absence(id) : new ProblemException(PluginProblem.NOT_FOUND, id);
    }

    private Set<String> read() {
        return Set.copyOf(database.core()
                .sql("select plugin_id from core.plugin_enabled where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(String.class)
                .list());
    }

    /** All that are installed, by name. */
    public List<PluginView> list(Locale locale) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        Set<String> enabled = enabled();
        List<PluginRows.Report> reports = rows.reports();
        return rows.all().stream()
                .map(p -> view(p, enabled.contains(p.id()), reports, locale))
                .sorted(Comparator.comparing(PluginView::name))
                .toList();
    }

    public PluginView find(String id, Locale locale) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        PluginRows.Installed installed =
                rows.find(id).orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        return view(installed, enabled().contains(id), rows.reports(), locale);
    }

    private PluginView view(
            PluginRows.Installed installed, boolean enabled, List<PluginRows.Report> reports, Locale locale) {
        RunningPlugin plugin = host.find(installed.id()).orElse(null);
        if (plugin == null) {
            String cause = !installed.on()
                    ? installed.cause()
                    : reports.stream()
                            .filter(r -> r.pluginId().equals(installed.id())
                                    && r.state().equals("failed"))
                            .map(PluginRows.Report::cause)
                            .findFirst()
                            .orElse("");
            return new PluginView(
                    installed.id(),
                    installed.version(),
                    installed.id(),
                    "",
                    "",
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    enabled,
                    false,
                    "failed",
                    cause,
                    installed.on() ? 0 : installed.crashes(),
                    warnings(installed, locale),
                    "");
        }
        PluginManifest manifest = plugin.manifest();
        return new PluginView(
                manifest.id(),
                manifest.version(),
                plugin.archive().text("plugin.name", locale, manifest.id()),
                plugin.archive().text("plugin.description", locale, manifest.description()),
                manifest.provider(),
                manifest.license(),
                manifest.permissions(),
                manifest.uses(),
                manifest.dependencies().stream()
                        .filter(d -> !d.isOptional())
                        .map(PluginDependency::getPluginId)
                        .toList(),
                enabled,
                plugin.settings().isPresent(),
                plugin.work().isStuck() ? "stuck" : "running",
                "",
                0,
                warnings(installed, locale),
                plugin.archive().text("plugin.news", locale, ""));
    }

    private static List<String> warnings(PluginRows.Installed installed, Locale locale) {
        return installed.warnings().stream()
                .map(w -> w.where() + ": " + w.what(locale))
                .toList();
    }

    /** What happened to the plugin on this platform, the newest first; who wanted it is the platform's. */
    public List<PluginEntry> history(String id) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return rows.entries(id, HISTORY);
    }

    /** Events that the plugin did not take and that were given up. */
    @Transactional(readOnly = true)
    public long givenUp(String id) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return database.core()
                .sql("""
                        select count(*) from core.plugin_delivery
                        where tenant_id = :tenant and plugin_id = :id and state = 'dead'""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(Long.class)
                .single();
    }

    /** Gives the plugin once more what it did not take. */
    @Transactional
    public void retry(String id) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        int again = database.core()
                .sql("""
                        update core.plugin_delivery set state = 'waiting', attempts = 0, next_at = :now
                        where tenant_id = :tenant and plugin_id = :id and state = 'dead'""")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        audit.record("plugin.retried", target(id), Map.of(), Map.of("events", again));
        marks.markAfterCommit(PluginCourier.QUEUE);
    }

    /** A text of a plugin that runs; of a key that it does not have, the key. */
    public String text(String id, String key, Locale locale) {
        return host.find(id).map(plugin -> plugin.text(key, locale)).orElse(key);
    }

    /** What a plugin calls a permission that it brings; its code if it has no name for it. */
    public String permission(String id, String permission, Locale locale) {
        String key = "permission." + permission;
        String text = text(id, key, locale);
        return text.equals(key) ? permission : text;
    }

    /** Enables a plugin, and those that it cannot do without. */
    @Transactional
    public void enable(String id) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        marks.markAfterCommit(PluginCourier.QUEUE); // it may have work to begin with
        for (String one : withNeeds(id, new HashSet<>())) {
            int added = database.core()
                    .sql("""
                            insert into core.plugin_enabled (tenant_id, plugin_id, since, enabled_by)
                            values (:tenant, :id, :now, :by) on conflict do nothing""")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", one)
                    .param("now", Timestamp.from(clock.instant()))
                    .param("by", Actor.currentUser())
                    .update();
            if (added > 0) {
                audit.record("plugin.enabled", target(one), Map.of(), Map.of("version", version(one)));
            }
        }
    }

    private Set<String> withNeeds(String id, Set<String> found) {
        RunningPlugin plugin = host.find(id).orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        if (found.add(id)) {
            plugin.manifest().dependencies().stream()
                    .filter(d -> !d.isOptional())
                    .forEach(d -> withNeeds(d.getPluginId(), found));
        }
        return found;
    }

    /** Disables a plugin; its data stays. */
    @Transactional
    public void disable(String id) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        Set<String> enabled = enabled();
        List<String> dependents =
                host.dependents(id).stream().filter(enabled::contains).toList();
        if (!dependents.isEmpty()) {
            throw new ProblemException(PluginProblem.NEEDED, id, version(id), String.join(", ", dependents));
        }
        int removed = database.core()
                .sql("delete from core.plugin_enabled where tenant_id = :tenant and plugin_id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        if (removed == 0) {
            throw new ProblemException(PluginProblem.NOT_FOUND, id);
        }
        for (String table : List.of("plugin_task", "plugin_snapshot")) {
            database.core()
                    .sql("delete from core." + table + " where tenant_id = :tenant and plugin_id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        }
        audit.record("plugin.disabled", target(id), Map.of("version", version(id)), Map.of());
    }

    private String version(String id) {
        return host.find(id).map(p -> p.manifest().version()).orElse("?");
    }

    /** Plugins have names, the trail ids: always the same one for a name. */
    static AuditTarget target(String id) {
        return new AuditTarget(
                "plugin", UUID.nameUUIDFromBytes(("plugin/" + id).getBytes(StandardCharsets.UTF_8)), id, null);
    }
}
