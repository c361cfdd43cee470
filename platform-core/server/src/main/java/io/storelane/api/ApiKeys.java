package io.storelane.api;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.event.Events;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The keys of a workspace: who may make keys sees and changes those at nodes within reach. */
@Service
public class ApiKeys {

    private static final Keyset<ApiKeyView> BY_NAME =
            Keyset.byText("k.name", "k.id", false, ApiKeyView::name, ApiKeyView::id);

    private final Database database;
    private final Organization organization;
    private final Entitlements entitlements;
    private final ApiSecrets secrets;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    ApiKeys(
            Database database,
            Organization organization,
            Entitlements entitlements,
            ApiSecrets secrets,
            AuditLog audit,
            Events events,
            Clock clock) {
        this.database = database;
        this.organization = organization;
        this.entitlements = entitlements;
        this.secrets = secrets;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A new secret.
     *
     * @param token the whole key; it is not kept and cannot be shown again
     */
    public record Made(UUID id, String token) {}

    /**
     * Which keys to show.
     *
     * @param q part of the name
     * @param state one of {@link ApiKeyView#state()}; empty = all
     */
    public record Filter(String q, String state) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("active", "expired", "revoked", "orphaned").contains(state) ? state : "";
        }
    }

    /** Makes a key that allows no more than the caller may do at its node. */
    @Transactional
    public Made make(MakeApiKey command) {
        ApiToken token = ApiToken.draw(Ids.next());
        insert(command, token);
        return new Made(token.id(), token.text());
    }

    /** Makes the key with a secret that is known already: that of a demonstration. */
    @Transactional
    public void make(MakeApiKey command, String token) {
        insert(command, ApiToken.parse(token).orElseThrow(() -> new IllegalArgumentException("This is no key.")));
    }

    private void insert(MakeApiKey command, ApiToken token) {
        Access access = Access.current();
        NodeView node = organization.node(command.nodeId(), Permission.API_KEYS_MANAGE);
        if (command.names().isEmpty()) {
            throw new ProblemException(ApiKeyProblem.NO_SCOPE);
        }
        if (!access.holdsAll(command.scopes(), command.brought(), node.path())) {
            throw new ProblemException(ApiKeyProblem.EXCEEDS_OWN_RIGHTS);
        }
        Instant expiry = command.expiresAt();
        if (expiry != null && !expiry.isAfter(clock.instant())) {
            throw new ProblemException(ApiKeyProblem.EXPIRY_PAST);
        }
        long limit = entitlements.limit(Limit.API_KEYS);
        if (count(new Filter("", "active"), new Reach(List.of(Access.ROOT_PATH))) >= limit) {
            throw new ProblemException(ApiKeyProblem.LIMIT_REACHED, limit);
        }
        UUID tenant = Scope.currentTenant().value();
        try {
            database.core()
                    .sql("insert into core.api_key (tenant_id, id, name, hint, scopes, node_id, expires_at, created_by,"
                            + " created_at) values (:tenant, :id, :name, :hint, :scopes, :node, :expires, :by, :now)")
                    .param("tenant", tenant)
                    .param("id", token.id())
                    .param("name", command.name())
                    .param("hint", token.hint())
                    .param("scopes", String.join(",", command.names()))
                    .param("node", command.nodeId())
                    .param("expires", expiry == null ? null : Timestamp.from(expiry))
                    .param("by", Actor.currentUser())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(ApiKeyProblem.NAME_TAKEN);
        }
        Scope.PLATFORM.run(() -> secrets.add(tenant, token));
        record(
                "apikey.made",
                token.id(),
                command.name(),
                command.nodeId(),
                Map.of(),
                Map.of("name", command.name(), "scopes", String.join(",", command.names()), "node", node.name()));
    }

    /**
     * Gives the key a new secret; the present one works on for some time, one before it no more.
     *
     * @param grace how long, 0 to 7 days
     */
    @Transactional
    public Made rotate(UUID id, Duration grace) {
        ApiKeyView key = key(id);
        if (!key.active()) {
            throw new ProblemException(ApiKeyProblem.DEAD);
        }
        // else a holder of few rights would take over a key of many
        if (!Access.current()
                .holdsAll(
                        key.scopes(),
                        key.brought(),
                        organization
                                .node(key.nodeId(), Permission.API_KEYS_MANAGE)
                                .path())) {
            throw new ProblemException(ApiKeyProblem.EXCEEDS_OWN_RIGHTS);
        }
        ApiToken token = ApiToken.draw(id);
        Instant until = clock.instant().plus(grace);
        database.core()
                .sql(
                        "update core.api_key set hint = :hint, previous_until = :until where tenant_id = :tenant and id = :id")
                .param("hint", token.hint())
                .param("until", Timestamp.from(until))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        Scope.PLATFORM.run(() -> secrets.replace(token, until));
        record(
                "apikey.rotated",
                id,
                key.name(),
                key.nodeId(),
                Map.of("hint", key.hint()),
                Map.of("hint", token.hint()));
        return new Made(id, token.text());
    }

    /** Ends a key for good, from the next request on. */
    @Transactional
    public void revoke(UUID id) {
        ApiKeyView key = key(id);
        database.core()
                .sql(
                        "update core.api_key set revoked_at = coalesce(revoked_at, :now) where tenant_id = :tenant and id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        if (!key.state().equals("revoked")) {
            record("apikey.revoked", id, key.name(), key.nodeId(), Map.of("name", key.name()), Map.of());
        }
    }

    /**
     * A page of the keys that the caller may see, by name.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<ApiKeyView> find(Filter filter, String cursor, int size) {
        Reach reach = Access.current().require(Permission.API_KEYS_MANAGE);
        return BY_NAME.page(cursor, size, (tail, values) -> {
            Map<String, Object> params = params(filter, reach);
            params.putAll(values);
            return query(where(filter, reach) + tail, params);
        });
    }

    /** How many keys {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return count(filter, Access.current().require(Permission.API_KEYS_MANAGE));
    }

    private long count(Filter filter, Reach reach) {
        return database.core()
                .sql("select count(*) from (" + SELECT + where(filter, reach) + ") c")
                .params(params(filter, reach))
                .query(Long.class)
                .single();
    }

    /** A key at a node within reach. */
    @Transactional(readOnly = true)
    public ApiKeyView key(UUID id) {
        Reach reach = Access.current().require(Permission.API_KEYS_MANAGE);
        Map<String, Object> params = params(new Filter("", ""), reach);
        params.put("id", id);
        return query(" and k.id = :id and " + reach.condition("k.path"), params).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(ApiKeyProblem.NOT_FOUND));
    }

    private static final String SELECT = """
            select * from (
              select k.id, k.name, k.hint, k.scopes, k.node_id, n.name as node, n.path, coalesce(m.name, '') as made_by,
                k.created_at, k.expires_at, k.last_used_at, k.previous_until,
                case when k.revoked_at is not null then 'revoked'
                  when k.expires_at <= :now then 'expired'
                  when m.status is distinct from 'active' then 'orphaned'
                  else 'active' end as state
              from core.api_key k
              join core.org_node n on n.tenant_id = k.tenant_id and n.id = k.node_id
              left join platform.tenant_member m on m.tenant_id = k.tenant_id and m.user_id = k.created_by
              where k.tenant_id = :tenant) k
            where true""";

    private static String where(Filter filter, Reach reach) {
        return " and " + reach.condition("k.path")
                + (filter.q().isEmpty() ? "" : " and position(:q in lower(k.name)) > 0")
                + (filter.state().isEmpty() ? "" : " and k.state = :state");
    }

    private Map<String, Object> params(Filter filter, Reach reach) {
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("now", Timestamp.from(clock.instant()));
        params.put("q", filter.q().toLowerCase(Locale.ROOT));
        params.put("state", filter.state());
        return params;
    }

    private List<ApiKeyView> query(String tail, Map<String, ?> params) {
        return database.core()
                .sql(SELECT + tail)
                .params(params)
                .query(this::view)
                .list();
    }

    private ApiKeyView view(ResultSet rs, int row) throws SQLException {
        Instant previous = instant(rs, "previous_until");
        return new ApiKeyView(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("hint"),
                permissions(rs.getString("scopes")),
                brought(rs.getString("scopes")),
                rs.getObject("node_id", UUID.class),
                rs.getString("node"),
                rs.getString("made_by"),
                rs.getTimestamp("created_at").toInstant(),
                instant(rs, "expires_at"),
                instant(rs, "last_used_at"),
                previous != null && previous.isAfter(clock.instant()) ? previous : null,
                rs.getString("state"));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private void record(String action, UUID id, String name, UUID node, Map<String, ?> before, Map<String, ?> after) {
        audit.record(action, new AuditTarget("apikey", id, name, node), before, after);
        events.append(action, "apikey", id, Map.of());
    }

    static Set<String> brought(String keys) {
        return Arrays.stream(keys.split(",", -1))
                .filter(key -> !key.isEmpty() && Permission.of(key).isEmpty())
                .collect(Collectors.toSet());
    }

    static Set<Permission> permissions(String keys) {
        Set<Permission> set = EnumSet.noneOf(Permission.class);
        Arrays.stream(keys.split(",", -1)).forEach(k -> Permission.of(k).ifPresent(set::add));
        return set;
    }
}
