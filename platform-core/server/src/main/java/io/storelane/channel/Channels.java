package io.storelane.channel;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.tenancy.Stamps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sales channels of a workspace. Whoever sees products or orders sees the channels at, below and above the own place: those
 * above sell for it too.
 */
@Service
public class Channels {

    /** Code of the channel that every workspace begins with. */
    public static final String DIRECT = "direct";

    /** Channels that a workspace may have. */
    public static final int MOST = 200;

    private static final String SELECT = """
            select c.id, c.code, c.name, c.kind, c.node_id, n.name as node_name, c.org_path, c.currency, c.tax_included,
              c.stock_buffer, c.active, c.version
            from core.channel c join core.org_node n on n.tenant_id = c.tenant_id and n.id = c.node_id
            where c.tenant_id = :tenant""";

    private final Kept<UUID, Optional<SellingChannel>> selling;
    private final Database database;
    private final Organization organization;
    private final AuditLog audit;
    private final Events events;

    Channels(Database database, Organization organization, AuditLog audit, Events events, Stamps stamps) {
        this.database = database;
        this.selling = stamps.keep(10_000);
        this.organization = organization;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Which channels to show.
     *
     * @param q part of name or code; empty = all
     * @param kind a {@link ChannelKind#code()}; empty = all
     * @param state {@code open} or {@code closed}; empty = both
     * @param sort {@code name} or {@code code}, with a hyphen before it from the end
     */
    public record Filter(String q, String kind, String state, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            String wanted = kind;
            kind = Arrays.stream(ChannelKind.values()).anyMatch(k -> k.code().equals(wanted)) ? kind : "";
            state = List.of("open", "closed").contains(state) ? state : "";
            sort = List.of("name", "-name", "code", "-code").contains(sort) ? sort : "name";
        }
    }

    /** A page of the channels that the caller may see and that match. */
    @Transactional(readOnly = true)
    public Slice<Channel> find(Filter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        boolean descending = filter.sort().startsWith("-");
        Keyset<Channel> order = filter.sort().endsWith("code")
                ? Keyset.byText("c.code", "c.id", descending, Channel::code, Channel::id)
                : Keyset.byText("c.name", "c.id", descending, Channel::name, Channel::id);
        return order.page(cursor, size, (tail, values) -> {
            Map<String, Object> all = new HashMap<>(params);
            all.putAll(values);
            return database.core()
                    .sql(SELECT + where + tail)
                    .params(all)
                    .query(new SimplePropertyRowMapper<>(Channel.class))
                    .list();
        });
    }

    /** How many {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        return database.core()
                .sql("select count(*) from core.channel c where c.tenant_id = :tenant" + where(filter, params))
                .params(params)
                .query(Long.class)
                .single();
    }

    private String where(Filter filter, Map<String, Object> params) {
        params.put("tenant", Scope.currentTenant().value());
        StringBuilder where = new StringBuilder(seen(params));
        if (!filter.q().isEmpty()) {
            where.append(" and (position(:q in lower(c.name)) > 0 or position(:q in c.code) > 0)");
            params.put("q", filter.q().toLowerCase(Locale.ROOT));
        }
        if (!filter.kind().isEmpty()) {
            where.append(" and c.kind = :kind");
            params.put("kind", filter.kind());
        }
        if (!filter.state().isEmpty()) {
            where.append(" and c.active = :active");
            params.put("active", filter.state().equals("open"));
        }
        return where.toString();
    }

    /** Channels that the caller may see, by name, open ones first. */
    @Transactional(readOnly = true)
    public List<Channel> list() {
        return visible("", Map.of());
    }

    /** @throws ProblemException if there is none, or none that the caller may see */
    @Transactional(readOnly = true)
    public Channel channel(UUID id) {
        return visible(" and c.id = :id", Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(ChannelProblem.NOT_FOUND));
    }

    /** @throws ProblemException if there is none, or none that the caller may see */
    @Transactional(readOnly = true)
    public Channel byCode(String code) {
        return visible(" and c.code = :code", Map.of("code", code)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(ChannelProblem.NOT_FOUND));
    }

    /**
     * A channel for who takes orders for it, with what an order keeps of it. Asks for no permission: a connector has none, and
     * whoever acts for a person asks what that person may sell.
     */
    public Optional<SellingChannel> selling(UUID id) {
        return selling.get(id, () -> readSelling(id));
    }

    private Optional<SellingChannel> readSelling(UUID id) {
        return database.core()
                .sql("""
                        select c.id, c.code, c.name, c.node_id, c.org_path, c.currency, c.tax_included, c.active, p.locale
                        from core.channel c join core.tenant_profile p on p.tenant_id = c.tenant_id
                        where c.tenant_id = :tenant and c.id = :id""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new SellingChannel(
                        rs.getObject("id", UUID.class),
                        rs.getString("code"),
                        rs.getString("name"),
                        rs.getObject("node_id", UUID.class),
                        rs.getString("org_path"),
                        rs.getString("currency"),
                        rs.getBoolean("tax_included"),
                        rs.getBoolean("active"),
                        Locale.forLanguageTag(rs.getString("locale"))))
                .optional();
    }

    @Transactional
    public UUID add(ChannelDetails details) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        // no two transactions count at once
        lockAll();
        if (rows("", Map.of()).size() >= MOST) {
            throw new ProblemException(ChannelProblem.TOO_MANY, MOST);
        }
        NodeView node = organization.place(details.nodeId(), Permission.CHANNELS_MANAGE);
        UUID id = insert(details, node.path());
        audit.record("channel.added", target(id, details), Map.of(), values(details, node.name()));
        events.append("channel.added", "channel", id, Map.of("code", details.code()));
        return id;
    }

    /**
     * @param version the version that the caller saw
     * @throws ProblemException if it was changed meanwhile, or the currency is another: prices and orders are kept in it
     */
    @Transactional
    public void change(UUID id, long version, ChannelDetails details) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Channel before = locked(id, version);
        NodeView node = organization.place(details.nodeId(), Permission.CHANNELS_MANAGE);
        if (!before.currency().equals(details.currency())) {
            throw new ProblemException(ChannelProblem.CURRENCY_FIXED, before.currency());
        }
        try {
            database.core()
                    .sql("""
                            update core.channel set code = :code, name = :name, kind = :kind, node_id = :node, org_path = :path,
                              tax_included = :tax, stock_buffer = :buffer, version = version + 1
                            where tenant_id = :tenant and id = :id""")
                    .params(columns(details, node.path()))
                    .param("id", id)
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(ChannelProblem.CODE_TAKEN);
        }
        audit.record(
                "channel.changed",
                target(id, details),
                values(before.details(), before.nodeName()),
                values(details, node.name()));
        events.append("channel.changed", "channel", id, Map.of("code", details.code()));
    }

    /** Closes a channel, so that it takes no new orders, or opens it again. */
    @Transactional
    public void setActive(UUID id, boolean active) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Channel before = locked(id, null);
        if (before.active() == active) {
            return;
        }
        database.core()
                .sql("""
                        update core.channel set active = :active, version = version + 1
                        where tenant_id = :tenant and id = :id""")
                .param("active", active)
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        String action = active ? "channel.opened" : "channel.closed";
        audit.record(action, target(id, before.details()), Map.of("active", before.active()), Map.of("active", active));
        events.append(action, "channel", id, Map.of("code", before.code()));
    }

    /** The channel that a new workspace begins with. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID provision(UUID top, String name, String currency) {
        return insert(new ChannelDetails(DIRECT, name, ChannelKind.DIRECT, top, currency, true, 0), Access.ROOT_PATH);
    }

    private UUID insert(ChannelDetails details, String path) {
        UUID id = Ids.next();
        try {
            database.core()
                    .sql("""
                            insert into core.channel (tenant_id, id, code, name, kind, node_id, org_path, currency, tax_included,
                              stock_buffer)
                            values (:tenant, :id, :code, :name, :kind, :node, :path, :currency, :tax, :buffer)""")
                    .params(columns(details, path))
                    .param("id", id)
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(ChannelProblem.CODE_TAKEN);
        }
        return id;
    }

    private static Map<String, Object> columns(ChannelDetails details, String path) {
        return Map.of(
                "tenant", Scope.currentTenant().value(),
                "code", details.code(),
                "name", details.name(),
                "kind", details.kind().code(),
                "node", details.nodeId(),
                "path", path,
                "currency", details.currency(),
                "tax", details.taxIncluded(),
                "buffer", details.stockBuffer());
    }

    private void lockAll() {
        database.core()
                .sql("select id from core.org_node where tenant_id = :tenant and path = '/' for no key update")
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .single();
    }

    private Channel locked(UUID id, @Nullable Long version) {
        database.core()
                .sql("select version from core.channel where tenant_id = :tenant and id = :id for update")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(Long.class)
                .optional();
        Channel channel = channel(id);
        if (version != null && channel.version() != version) {
            throw new ProblemException(ChannelProblem.CHANGED_MEANWHILE);
        }
        return channel;
    }

    private List<Channel> visible(String where, Map<String, ?> given) {
        Map<String, Object> params = new HashMap<>(given);
        return rows(where + seen(params), params);
    }

    /** The channels at, below and above the places that the caller reaches. */
    private static String seen(Map<String, Object> params) {
        Access access = Access.current();
        if (!access.allows(Permission.CHANNELS_MANAGE)
                && !access.allows(Permission.ORDERS_VIEW)
                && !access.allows(Permission.STOCK_VIEW)) {
            access.require(Permission.PRODUCTS_VIEW);
        }
        Reach reach = access.anywhere();
        params.putAll(reach.params());
        params.put("reaches", new SqlArrayValue("text", reach.paths().toArray()));
        return " and (" + reach.condition("c.org_path")
                + " or exists (select from unnest(:reaches) place where starts_with(place, c.org_path)))";
    }

    private List<Channel> rows(String where, Map<String, ?> params) {
        return database.core()
                .sql(SELECT + where + " order by c.active desc, c.name, c.id")
                .param("tenant", Scope.currentTenant().value())
                .params(params)
                .query(new SimplePropertyRowMapper<>(Channel.class))
                .list();
    }

    private static AuditTarget target(UUID id, ChannelDetails details) {
        return new AuditTarget("channel", id, details.name(), details.nodeId());
    }

    private static Map<String, Object> values(ChannelDetails d, String node) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("code", d.code());
        values.put("name", d.name());
        values.put("kind", d.kind().code());
        values.put("node", node);
        values.put("currency", d.currency());
        values.put("taxIncluded", d.taxIncluded());
        values.put("stockBuffer", d.stockBuffer());
        return values;
    }
}
