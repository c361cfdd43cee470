package io.storelane.tenancy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server reaches PostgreSQL.
 *
 * @param url JDBC URL without user
 * @param appPassword password of {@code storelane_app}
 * @param ownerPassword password of {@code storelane_owner}; empty = the change sets are run by somebody else
 * @param infraPassword password of {@code storelane_infra}
 * @param pluginOwnerPassword password of {@code plugin_owner}; empty = this server installs no plugins
 * @param poolSize connections of the server's pool, 2 to 200
 * @param tenantShare connections of the pool that one tenant may hold at a time
 */
@ConfigurationProperties("storelane.db")
public record DatabaseProperties(
        String url,
        String appPassword,
        @DefaultValue("") String ownerPassword,
        String infraPassword,
        @DefaultValue("") String pluginOwnerPassword,
        @DefaultValue("16") int poolSize,
        @DefaultValue("8") int tenantShare) {}
