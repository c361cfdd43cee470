package io.storelane.plugin.service;

import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.Cursors;
import io.storelane.plugin.api.RateLimiter;
import io.storelane.plugin.api.Vault;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.web.RateLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionTemplate;

/** What plugins keep with the server, each its own in each workspace: places, secrets, and how often they did something. */
@Configuration(proxyBeanMethods = false)
class ToolServices {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PLACE = 2_000;
    private static final int LONGEST_SECRET = 8_000;
    private static final int MOST_TOKENS = 100_000;

    private static StatementSpec sql(Database database, String text, String plugin, String name) {
        return database.core()
                .sql(text)
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin)
                .param("name", name);
    }

    private record Places(Database database, TransactionTemplate transaction, String plugin) implements Cursors {

        @Override
        public Optional<Place> find(String name) {
            return Objects.requireNonNull(transaction.execute(_ -> sql(
                            database,
                            "select value, version from core.plugin_cursor where tenant_id = :tenant and plugin_id = :plugin and name = :name",
                            plugin,
                            name)
                    .query((rs, _) -> new Place(rs.getString("value"), rs.getLong("version")))
                    .optional()));
        }

        @Override
        public boolean move(String name, Place from, String value) {
            Given.text("name", name, 1, LONGEST_NAME);
            Given.text("value", value, 0, LONGEST_PLACE);
            String move = from.version() == 0 ? """
                            insert into core.plugin_cursor (tenant_id, plugin_id, name, value, version)
                            values (:tenant, :plugin, :name, :value, :version + 1) on conflict do nothing""" : """
                            update core.plugin_cursor set value = :value, version = version + 1
                            where tenant_id = :tenant and plugin_id = :plugin and name = :name and version = :version""";
            return Objects.requireNonNull(transaction.execute(_ -> sql(database, move, plugin, name)
                            .param("value", value)
                            .param("version", from.version())
                            .update()))
                    > 0;
        }
    }

    private record Kept(Database database, TransactionTemplate transaction, Secrets secrets, String plugin)
            implements Vault {

        private String purpose() {
            return "plugin." + plugin + ".vault";
        }

        @Override
        public void keep(String name, String value) {
            Given.text("name", name, 1, LONGEST_NAME);
            Given.text("value", value, 1, LONGEST_SECRET);
            transaction.executeWithoutResult(_ -> {
                Optional<UUID> before = id(name, " for update");
                UUID sealed = secrets.keep(purpose(), value.getBytes(StandardCharsets.UTF_8));
                sql(database, """
                                insert into core.plugin_secret (tenant_id, plugin_id, name, secret_id)
                                values (:tenant, :plugin, :name, :secret)
                                on conflict (tenant_id, plugin_id, name) do update set secret_id = excluded.secret_id""", plugin, name).param("secret", sealed).update();
                secrets.forget(before.stream().toList());
            });
        }

        private Optional<UUID> id(String name, String lock) {
            return sql(
                            database,
                            "select secret_id from core.plugin_secret where tenant_id = :tenant and plugin_id = :plugin and name = :name"
                                    + lock,
                            plugin,
                            name)
                    .query((rs, _) -> rs.getObject(1, UUID.class))
                    .optional();
        }

        @Override
        public Optional<String> open(String name) {
            return Objects.requireNonNull(transaction.execute(_ -> id(name, "")
                    .flatMap(id -> Optional.ofNullable(
                            secrets.read(purpose(), List.of(id)).get(id)))
                    .map(value -> new String(value, StandardCharsets.UTF_8))));
        }

        @Override
        public void forget(String name) {
            transaction.executeWithoutResult(_ -> {
                Optional<UUID> secret = id(name, " for update");
                sql(
                                database,
                                "delete from core.plugin_secret where tenant_id = :tenant and plugin_id = :plugin and name = :name",
                                plugin,
                                name)
                        .update();
                secrets.forget(secret.stream().toList());
            });
        }
    }

    @Bean
    PublishedService<Cursors> cursorsService(Database database, TransactionTemplate transactionTemplate) {
        return new PublishedService<>(
                "cursors", Cursors.class, null, plugin -> new Places(database, transactionTemplate, plugin));
    }

    @Bean
    PublishedService<Vault> vaultService(Database database, TransactionTemplate transactionTemplate, Secrets secrets) {
        return new PublishedService<>(
                "secrets", Vault.class, null, plugin -> new Kept(database, transactionTemplate, secrets, plugin));
    }

    @Bean
    PublishedService<RateLimiter> limiterService(RateLimits limits) {
        return new PublishedService<>("limiter", RateLimiter.class, null, plugin -> (key, tokens, per) -> {
            Given.text("key", key, 1, LONGEST_NAME);
            if (tokens < 1 || tokens > MOST_TOKENS) {
                throw new IllegalArgumentException("tokens is 1 to " + MOST_TOKENS + ", not " + tokens + ".");
            }
            if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("per is a second to a day, not " + per + ".");
            }
            return limits.take(
                    "plugin|" + plugin + "|" + Scope.currentTenant().value() + "|" + tokens + "|" + per + "|" + key,
                    tokens,
                    per);
        });
    }
}
