package io.storelane.plugin;

import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Values of settings as plugins read them: each its own, of the workspace of the scope. */
@Component
class PluginSettingValues {

    private final Database database;
    private final Secrets secrets;

    PluginSettingValues(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** @param secret where the value is sealed; null if it is none */
    record Row(String name, String value, @Nullable UUID secret) {}

    /** The value of a field, opened if it is a secret. */
    @Transactional
    Optional<String> value(String plugin, String name) {
        return rows(plugin).stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .map(row -> row.secret() == null ? row.value() : opened(plugin, row.secret()))
                .filter(value -> !value.isEmpty());
    }

    private String opened(String plugin, UUID secret) {
        byte[] value = secrets.read(purpose(plugin), List.of(secret)).getOrDefault(secret, new byte[0]);
        return new String(value, StandardCharsets.UTF_8);
    }

    static String purpose(String plugin) {
        return "plugin." + plugin;
    }

    /** All of a plugin; within a transaction. */
    List<Row> rows(String plugin) {
        return database.core()
                .sql(
                        "select name, value, secret_id from core.plugin_setting where tenant_id = :tenant and plugin_id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", plugin)
                .query((rs, _) ->
                        new Row(rs.getString("name"), rs.getString("value"), rs.getObject("secret_id", UUID.class)))
                .list();
    }
}
