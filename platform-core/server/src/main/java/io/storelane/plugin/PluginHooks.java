package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.plugin.api.InboundHook;
import io.storelane.problem.ProblemException;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Addresses at which other systems call plugins, and the calls that came. */
@Service
public class PluginHooks {

    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int SHOWN = 50;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final Secrets secrets;
    private final AuditLog audit;
    private final ReadyMarks marks;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    PluginHooks(
            Database database,
            PluginHost host,
            Plugins plugins,
            Secrets secrets,
            AuditLog audit,
            ReadyMarks marks,
            TransactionTemplate transactionTemplate,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.secrets = secrets;
        this.audit = audit;
        this.marks = marks;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A call that came.
     *
     * @param state {@code waiting}, {@code done} or {@code dead}
     * @param fault of the last try; empty if there was none
     */
    public record Call(UUID id, Instant at, long size, String state, int attempts, String fault) {}

    /** True if the plugin, which runs, takes calls. */
    public boolean takes(String plugin) {
        return host.find(plugin)
                .filter(p -> !p.beans(InboundHook.class).isEmpty())
                .isPresent();
    }

    /** The path that other systems call; empty if there is none yet. */
    @Transactional(readOnly = true)
    public Optional<String> path(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return secret(plugin)
                .flatMap(id -> Optional.ofNullable(
                        secrets.read(purpose(plugin), List.of(id)).get(id)))
                .map(token -> "/hooks/" + plugin + "/" + new String(token, StandardCharsets.UTF_8));
    }

    private Optional<UUID> secret(String plugin) {
        return sql("select secret_id from core.plugin_hook where tenant_id = :tenant and plugin_id = :plugin", plugin)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional();
    }

    private static String purpose(String plugin) {
        return "plugin." + plugin + ".hook";
    }

    /** Makes a new address; the one before is closed at once. */
    @Transactional
    public void renew(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        if (!takes(plugin) || !plugins.enabled().contains(plugin)) {
            throw new ProblemException(PluginProblem.NOT_FOUND, plugin);
        }
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        List<UUID> before = secret(plugin).stream().toList();
        UUID sealed = secrets.keep(purpose(plugin), token.getBytes(StandardCharsets.UTF_8));
        sql("""
                        insert into core.plugin_hook (tenant_id, plugin_id, secret_id, since) values (:tenant, :plugin, :secret, :now)
                        on conflict (tenant_id, plugin_id) do update set secret_id = excluded.secret_id, since = excluded.since""", plugin)
                .param("secret", sealed)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        secrets.forget(before);
        UUID tenant = Scope.currentTenant().value();
        Scope.PLATFORM.run(() -> {
            database.platform()
                    .sql("delete from platform.plugin_hook where tenant_id = :tenant and plugin_id = :plugin")
                    .param("tenant", tenant)
                    .param("plugin", plugin)
                    .update();
            database.platform()
                    .sql(
                            "insert into platform.plugin_hook (token_hash, tenant_id, plugin_id) values (:hash, :tenant, :plugin)")
                    .param("hash", hash(token))
                    .param("tenant", tenant)
                    .param("plugin", plugin)
                    .update();
        });
        audit.record("plugin.hook_renewed", Plugins.target(plugin), Map.of(), Map.of());
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The workspace whose address this is, if it is open and uses the plugin. */
    public Optional<TenantId> tenant(String plugin, String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty(); // without a look: it cannot be one
        }
        return Objects.requireNonNull(Scope.PLATFORM.call(() -> transaction.execute(_ -> database.platform()
                        .sql("""
                                select h.tenant_id from platform.plugin_hook h join platform.tenant t on t.id = h.tenant_id
                                where h.token_hash = :hash and h.plugin_id = :plugin and t.status = 'active'""")
                        .param("hash", hash(token))
                        .param("plugin", plugin)
                        .query((rs, _) -> new TenantId(rs.getObject(1, UUID.class)))
                        .optional())))
                .filter(tenant ->
                        Scope.tenant(tenant).call(() -> plugins.enabled().contains(plugin)));
    }

    /** Stores a call to a workspace as it came. It is durable when this returns. */
    public UUID store(TenantId tenant, String plugin, String query, Map<String, String> headers, byte[] body) {
        return Scope.tenant(tenant).call(() -> store(plugin, query, headers, body));
    }

    private UUID store(String plugin, String query, Map<String, String> headers, byte[] body) {
        UUID id = Ids.next();
        Timestamp now = Timestamp.from(clock.instant());
        transaction.executeWithoutResult(_ -> {
            sql("""
                            insert into core.plugin_call (tenant_id, id, plugin_id, received_at, query, headers, body, state, next_at)
                            values (:tenant, :id, :plugin, :now, :query, :headers::jsonb, :body, 'waiting', :now)""", plugin)
                    .param("id", id)
                    .param("now", now)
                    .param("query", query)
                    .param("headers", json.writeValueAsString(headers))
                    .param("body", body)
                    .update();
            marks.markAfterCommit(PluginCourier.QUEUE, List.of(Scope.currentTenant()), Duration.ZERO);
        });
        return id;
    }

    /** The latest calls. */
    @Transactional(readOnly = true)
    public List<Call> calls(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        return sql("""
                        select id, received_at, length(body) as size, state, attempts, fault from core.plugin_call
                        where tenant_id = :tenant and plugin_id = :plugin order by id desc limit :most""", plugin)
                .param("most", SHOWN)
                .query((rs, _) -> new Call(
                        rs.getObject("id", UUID.class),
                        rs.getTimestamp("received_at").toInstant(),
                        rs.getLong("size"),
                        rs.getString("state"),
                        rs.getInt("attempts"),
                        rs.getString("fault")))
                .list();
    }

    /** Gives the plugin once more the calls that were given up. */
    @Transactional
    public void retry(String plugin) {
        Access.current().require(Permission.PLUGINS_MANAGE);
        int again =
                sql("""
                        update core.plugin_call set state = 'waiting', attempts = 0, next_at = :now
                        where tenant_id = :tenant and plugin_id = :plugin and state = 'dead'""", plugin).param("now", Timestamp.from(clock.instant())).update();
        audit.record("plugin.calls_retried", Plugins.target(plugin), Map.of(), Map.of("calls", again));
        marks.markAfterCommit(PluginCourier.QUEUE);
    }

    private StatementSpec sql(String text, String plugin) {
        return database.core()
                .sql(text)
                .param("tenant", Scope.currentTenant().value())
                .param("plugin", plugin);
    }
}
