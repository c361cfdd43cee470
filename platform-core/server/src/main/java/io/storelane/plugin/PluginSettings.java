package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.problem.ProblemException;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the workspace of the scope has entered into the forms of its plugins. */
@Service
public class PluginSettings {

    private final Database database;
    private final PluginHost host;
    private final PluginCalls calls;
    private final PluginSettingValues kept;
    private final Secrets secrets;
    private final AuditLog audit;

    PluginSettings(
            Database database,
            PluginHost host,
            PluginCalls calls,
            PluginSettingValues kept,
            Secrets secrets,
            AuditLog audit) {
        this.kept = kept;
        this.database = database;
        this.host = host;
        this.calls = calls;
        this.secrets = secrets;
        this.audit = audit;
    }

    /** Fields of the form; empty if the plugin has none. */
    public List<SettingsForm.Field> fields(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return running(plugin).settings().map(SettingsForm::fields).orElse(List.of());
    }

    private RunningPlugin running(String plugin) {
        return host.find(plugin).orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, plugin));
    }

    /** Values by the names of fields; of a secret that is kept, some dots. */
    @Transactional(readOnly = true)
    public Map<String, String> shown(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        Map<String, String> shown = new LinkedHashMap<>();
        kept.rows(plugin).forEach(row -> shown.put(row.name(), row.secret() == null ? row.value() : "••••••••"));
        return shown;
    }

    /**
     * Looks at what was typed.
     *
     * @param present names of fields that have a value: a secret among them may be left empty
     * @return by name of the field, the key of a text of the server or of the plugin; empty if all is well
     */
    public Map<String, String> check(String plugin, Map<String, String> typed, Set<String> present) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        RunningPlugin running = running(plugin);
        SettingsForm form = running.settings().orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, plugin));
        Map<String, String> faults = new LinkedHashMap<>(SettingFields.faults(form.fields(), typed, present));
        if (faults.isEmpty()) {
            calls.call(running, context -> {
                form.check(context, Map.copyOf(SettingFields.given(form.fields(), typed)))
                        .forEach((name, key) -> faults.put(name, key));
                return true;
            });
        }
        return faults;
    }

    /** Keeps what was typed and checked. */
    @Transactional
    public void save(String plugin, Map<String, String> typed) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        SettingsForm form =
                running(plugin).settings().orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, plugin));
        Map<String, PluginSettingValues.Row> before = new LinkedHashMap<>();
        kept.rows(plugin).forEach(row -> before.put(row.name(), row));
        TreeSet<String> changed = new TreeSet<>();
        SettingFields.given(form.fields(), typed).forEach((name, value) -> {
            boolean secret =
                    form.fields().stream().anyMatch(f -> f.name().equals(name) && f.kind() == SettingsForm.Kind.SECRET);
            PluginSettingValues.Row old = before.get(name);
            if (secret || old == null || !old.value().equals(value)) {
                changed.add(name);
                put(plugin, name, value, secret, old);
            }
        });
        if (!changed.isEmpty()) {
            // names alone: some of the values are secrets
            audit.record(
                    "plugin.configured",
                    Plugins.target(plugin),
                    Map.of(),
                    Map.of("fields", String.join(", ", changed)));
        }
    }

    private void put(String plugin, String name, String value, boolean secret, PluginSettingValues.@Nullable Row old) {
        UUID sealed = secret
                ? secrets.keep(PluginSettingValues.purpose(plugin), value.getBytes(StandardCharsets.UTF_8))
                : null;
        database.core()
                .sql("""
                        insert into core.plugin_setting (tenant_id, plugin_id, name, value, secret_id)
                        values (:tenant, :plugin, :name, :value, :secret)
                        on conflict (tenant_id, plugin_id, name) do update set value = excluded.value, secret_id = excluded.secret_id""")
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin)
                .param("name", name)
                .param("value", secret ? "" : value)
                .param("secret", sealed)
                .update();
        if (old != null && old.secret() != null) {
            secrets.forget(List.of(old.secret()));
        }
    }
}
