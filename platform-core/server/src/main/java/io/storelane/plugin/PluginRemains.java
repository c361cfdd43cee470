package io.storelane.plugin;

import io.storelane.audit.AuditLog;
import io.storelane.file.Uploads;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server keeps for a plugin, in all workspaces: it goes when the plugin is removed with its data. */
@Component
class PluginRemains {

    /** Tables with something of plugins; that a workspace has enabled one is a word of the workspace, and stays. */
    private static final List<String> TABLES = List.of(
            "plugin_call",
            "plugin_cursor",
            "plugin_delivery",
            "plugin_enabled",
            "plugin_file",
            "plugin_hook",
            "plugin_secret",
            "plugin_setting",
            "plugin_snapshot",
            "plugin_task");

    private final Database database;
    private final Secrets secrets;
    private final Uploads uploads;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    PluginRemains(
            Database database,
            Secrets secrets,
            Uploads uploads,
            AuditLog audit,
            TransactionTemplate transactionTemplate) {
        this.database = database;
        this.secrets = secrets;
        this.uploads = uploads;
        this.audit = audit;
        this.transaction = transactionTemplate;
    }

    /** How many workspaces there are. */
    long workspaces() {
        return Scope.PLATFORM.call(() -> Objects.requireNonNull(transaction.execute(_ -> database.platform()
                .sql("select count(*) from platform.tenant")
                .query(Long.class)
                .single())));
    }

    /** Some workspaces behind this one, by their ids. */
    List<UUID> workspaces(UUID after, int most) {
        return Scope.PLATFORM.call(() -> Objects.requireNonNull(transaction.execute(_ -> database.platform()
                .sql("select id from platform.tenant where id > :after order by id limit :most")
                .param("after", after)
                .param("most", most)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list())));
    }

    /** What leads from outside to workspaces. */
    void removeOfPlatform(String plugin) {
        Scope.PLATFORM.run(() -> transaction.executeWithoutResult(_ -> {
            for (String table : List.of("plugin_hook", "plugin_authorization")) {
                database.platform()
                        .sql("delete from platform." + table + " where plugin_id = :plugin")
                        .param("plugin", plugin)
                        .update();
            }
        }));
    }

    /** All of one workspace or nothing; called again there is nothing to do. */
    void removeIn(String plugin, UUID workspace) {
        Scope.tenant(new TenantId(workspace)).run(() -> transaction.executeWithoutResult(_ -> removeHere(plugin)));
    }

    private void removeHere(String plugin) {
        List<UUID> sealed =
                sql("""
                        select s.secret_id from core.plugin_secret s where s.tenant_id = :tenant and s.plugin_id = :plugin
                        union all select h.secret_id from core.plugin_hook h where h.tenant_id = :tenant and h.plugin_id = :plugin
                        union all select e.secret_id from core.plugin_setting e
                        where e.tenant_id = :tenant and e.plugin_id = :plugin and e.secret_id is not null""", plugin).query((rs, _) -> rs.getObject(1, UUID.class)).list();
        List<UUID> pieces =
                sql("""
                        select unnest(f.pieces) from core.plugin_file f
                        where f.tenant_id = :tenant and f.plugin_id = :plugin""", plugin).query((rs, _) -> rs.getObject(1, UUID.class)).list();
        Map<String, Object> removed = new TreeMap<>();
        for (String table : TABLES) {
            int rows = sql("delete from core." + table + " where tenant_id = :tenant and plugin_id = :plugin", plugin)
                    .update();
            if (rows > 0) {
                removed.put(table.substring("plugin_".length()), rows);
            }
        }
        for (int i = 0; i < sealed.size(); i += 1_000) {
            secrets.forget(new ArrayList<>(sealed.subList(i, Math.min(sealed.size(), i + 1_000))));
        }
        uploads.remove(pieces);
        if (!removed.isEmpty()) {
            audit.record("plugin.data_removed", Plugins.target(plugin), removed, Map.of());
        }
    }

    private StatementSpec sql(String text, String plugin) {
        return database.core()
                .sql(text)
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin);
    }
}
