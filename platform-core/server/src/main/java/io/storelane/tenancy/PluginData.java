package io.storelane.tenancy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the tables of plugins as the plugins themselves do: as their role, in the transaction and the tenant of the scope. */
@Component
public final class PluginData {

    private final ScopedPool pool;
    private final Map<String, JdbcClient> clients = new ConcurrentHashMap<>();

    PluginData(ScopedPool pool) {
        this.pool = pool;
    }

    /** @param schema of a plugin, as {@link PluginSchemas#schema} names it */
    public JdbcClient in(String schema) {
        return clients.computeIfAbsent(
                schema, s -> JdbcClient.create(new RoleDataSource(pool, new DatabaseRole(s + "_rt", true))));
    }
}
