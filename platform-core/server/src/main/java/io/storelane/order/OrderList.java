package io.storelane.order;

import com.github.benmanes.caffeine.cache.Ticker;
import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.customer.Masks;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.LargeCounts;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The long list of orders, of those that the caller reaches: searched, filtered, counted, page by page, and as a file. */
@Service
public class OrderList {

    /** Orders of a search that are looked at: who finds more adds a word. */
    private static final int MOST_FOUND = 2_000;

    private static final int SHORTEST_PHONE = 5;

    private static final Map<String, String> VIEW_CONDITIONS = Map.of(
            "all", "true",
            "allocate", "o.state = 'open' and o.fulfilment_state in ('unallocated', 'partly_allocated')",
            "held", "o.held",
            "short",
                    "o.state = 'open' and o.fulfilment_state in ('unallocated', 'partly_allocated', 'in_work', 'partly_shipped')"
                            + " and exists (select from"
                            + " core.order_line l where l.tenant_id = :tenant and l.order_id = o.id and l.short > 0)",
            "late",
                    "o.state = 'open' and o.payment_state in ('paid', 'partly_refunded') and o.placed_at < :late"
                            + " and o.fulfilment_state not in ('shipped', 'delivered')",
            "unpaid", "o.state = 'open' and o.payment_state in ('unpaid', 'partly_paid')",
            "refund", "o.paid - o.refunded > o.total",
            "cancelled", "o.state = 'cancelled'");

    /** Up to so many orders are counted anew whenever somebody looks. */
    static final long COUNTED_EACH_TIME = 20_000;

    static final Duration COUNTS_SERVE = Duration.ofSeconds(10);

    private final Database database;
    private final Search search;
    private final Colleagues colleagues;
    private final AuditLog audit;
    private final Clock clock;
    private final LargeCounts<CountsOf> counts =
            new LargeCounts<>(COUNTED_EACH_TIME, COUNTS_SERVE, Ticker.systemTicker());

    OrderList(Database database, Search search, Colleagues colleagues, AuditLog audit, Clock clock) {
        this.database = database;
        this.search = search;
        this.colleagues = colleagues;
        this.audit = audit;
        this.clock = clock;
    }

    private record CountsOf(TenantId tenant, Reach reach, OrderFilter filter) {}

    /** Something to choose by its name. */
    public record Choice(UUID id, String name) {}

    /**
     * A page of the orders that match.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<OrderSummary> find(OrderFilter filter, String cursor, int size) {
        return find(filter, cursor, size, false);
    }

    private Slice<OrderSummary> find(OrderFilter filter, String cursor, int size, boolean full) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params) + " and " + VIEW_CONDITIONS.get(filter.view());
        return order(filter.sort()).page(cursor, size, (tail, values) -> {
            Map<String, Object> all = new HashMap<>(params);
            all.putAll(values);
            return rows(where + tail, all, full);
        });
    }

    /**
     * How many orders each view has, with the other parts of the filter. Of more than {@link #COUNTED_EACH_TIME} orders the numbers
     * may be as old as {@link #COUNTS_SERVE}.
     */
    @Transactional(readOnly = true)
    public Map<String, Long> counts(OrderFilter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return counts.get(
                new CountsOf(
                        Scope.currentTenant(), Access.current().reach(Permission.ORDERS_VIEW), filter.ofAllViews()),
                () -> count(where, params));
    }

    /**
     * How many orders a view has, without other filters. Asks the index of the view's states and no row of the others.
     *
     * @param most enough: more are not counted
     */
    @Transactional(readOnly = true)
    public long count(String view, int most) {
        Reach reach = Access.current().require(Permission.ORDERS_VIEW);
        String reached = reach.covers(Access.ROOT_PATH) ? "" : " and " + reach.filter("o.org_path");
        return database.core()
                .sql("select count(*) from (select from core.sales_order o where o.tenant_id = :tenant and "
                        + Objects.requireNonNull(VIEW_CONDITIONS.get(view)) + reached + " limit :most) n")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("late", late())
                .param("most", most)
                .query(Long.class)
                .single();
    }

    private Timestamp late() {
        return Timestamp.from(clock.instant().minus(OrderFilter.LATE_AFTER));
    }

    private Map<String, Long> count(String where, Map<String, Object> params) {
        StringBuilder sql = new StringBuilder("select ");
        for (String view : OrderFilter.VIEWS) {
            sql.append(view.equals("all") ? "" : ", ")
                    .append("count(*) filter (where ")
                    .append(VIEW_CONDITIONS.get(view))
                    .append(") as n_")
                    .append(view);
        }
        return database.core()
                .sql(sql + " from core.sales_order o where o.tenant_id = :tenant" + where)
                .params(params)
                .query((rs, _) -> {
                    Map<String, Long> found = new LinkedHashMap<>();
                    for (String view : OrderFilter.VIEWS) {
                        found.put(view, rs.getLong("n_" + view));
                    }
                    return found;
                })
                .single();
    }

    /**
     * Orders for a file.
     *
     * @param full true for phones and streets in full, which needs a permission of its own
     */
    @Transactional(readOnly = true)
    public Slice<OrderSummary> exported(OrderFilter filter, boolean full, String cursor, int size) {
        Access access = Access.current();
        Reach reach = access.require(Permission.ORDERS_VIEW);
        if (full && !access.require(Permission.PERSONAL_DATA).coversAll(reach)) {
            throw new io.storelane.problem.ProblemException(
                    io.storelane.access.AccessProblem.NOT_ALLOWED, Permission.PERSONAL_DATA.key());
        }
        return find(filter, cursor, size, full);
    }

    /** Notes that the caller got a file of orders. */
    @Transactional
    public void handedOut(long orders, boolean full) {
        audit.record(
                "order.exported",
                new AuditTarget("order", Scope.currentTenant().value(), String.valueOf(orders), null),
                Map.of(),
                Map.of("orders", orders, "full", full));
    }

    /** Orders for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<OrderSummary> search(String text, int most) {
        return Access.current().allows(Permission.ORDERS_VIEW)
                ? find(OrderFilter.ALL.search(text.strip()), "", most).rows()
                : List.of();
    }

    /** Channels whose orders the caller reaches. */
    @Transactional(readOnly = true)
    public List<Choice> channels() {
        Reach reach = Access.current().require(Permission.ORDERS_VIEW);
        return choices(
                "select c.id, c.name from core.channel c where c.tenant_id = :tenant and "
                        + reach.condition("c.org_path") + " order by c.name, c.id limit 200",
                reach);
    }

    /** A channel that the caller may place orders for. */
    public record Selling(UUID id, String name, String currency) {}

    /** Open channels that the caller may place orders for. */
    @Transactional(readOnly = true)
    public List<Selling> selling() {
        Reach reach = Access.current().require(Permission.ORDERS_MANAGE);
        return database.core()
                .sql("select c.id, c.name, c.currency from core.channel c where c.tenant_id = :tenant and c.active and "
                        + reach.condition("c.org_path") + " order by c.name, c.id limit 200")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query(new SimplePropertyRowMapper<>(Selling.class))
                .list();
    }

    /** Listed goods, bundles and services whose SKU begins with the text, or whose product has it in its text. */
    @Transactional(readOnly = true)
    public List<Sku> skus(String text) {
        Access.current().require(Permission.ORDERS_MANAGE);
        if (text.isBlank()) {
            return List.of();
        }
        List<UUID> products = search.find(SearchKind.PRODUCT, text, Reach.of(List.of(Access.ROOT_PATH)), 50);
        return database.core()
                .sql("""
                        select v.sku, p.kind, p.title_zh, p.title_en from core.variant v
                        join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where v.tenant_id = :tenant and v.active and p.state = 'listed'
                          and (p.id = any (:products) or (v.sku >= :from and v.sku < :until)) order by v.sku limit 20""")
                .param("tenant", Scope.currentTenant().value())
                .param("products", new SqlArrayValue("uuid", products.toArray()))
                .param("from", text.strip())
                .param("until", text.strip() + "\uFFFF")
                .query(new SimplePropertyRowMapper<>(Sku.class))
                .list();
    }

    /** @param kind {@code goods}, {@code bundle} or {@code service} */
    public record Sku(String sku, String kind, String titleZh, String titleEn) {}

    /** Members who may see orders that the caller sees. */
    @Transactional(readOnly = true)
    public List<Choice> assignees() {
        return colleagues.around(Permission.ORDERS_VIEW).stream()
                .map(c -> new Choice(c.id(), c.name()))
                .toList();
    }

    /** Members whom an order of this node can be assigned to: those who may see it. */
    @Transactional(readOnly = true)
    public List<Choice> assignees(String path) {
        Access.current().require(Permission.ORDERS_VIEW);
        return colleagues.at(Permission.ORDERS_VIEW, List.of(path)).stream()
                .map(c -> new Choice(c.id(), c.name()))
                .toList();
    }

    /** People who may have sold something: those with a role where the caller sees orders. */
    @Transactional(readOnly = true)
    public List<Choice> sellers() {
        Reach reach = Access.current().require(Permission.ORDERS_VIEW);
        return choices("""
                select m.user_id as id, m.name from platform.tenant_member m
                where m.tenant_id = :tenant and m.status = 'active' and exists (
                  select from core.role_assignment a join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                  where a.tenant_id = :tenant and a.user_id = m.user_id and %s)
                order by m.name, m.user_id limit 500""".formatted(reach.filter("n.path")), reach);
    }

    /** Open locations with free units of a variant that the caller may move units to, with how many are free. */
    @Transactional(readOnly = true)
    public List<Choice> locations(UUID variantId) {
        Access access = Access.current();
        Reach reach = Reach.of(Stream.of(Permission.ORDERS_MANAGE, Permission.STOCK_MANAGE)
                .flatMap(p -> access.reach(p).paths().stream())
                .toList());
        return database.core()
                .sql("""
                        select l.id, l.name, s.on_hand - s.reserved as free from core.stock_level s
                        join core.location l on l.tenant_id = s.tenant_id and l.id = s.location_id
                        where s.tenant_id = :tenant and s.variant_id = :variant and l.active and s.on_hand > s.reserved and %s
                        order by l.priority, l.name, l.id limit 200""".formatted(reach.filter("l.org_path")))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("variant", variantId)
                .query((rs, _) -> new Choice(
                        rs.getObject("id", UUID.class), rs.getString("name") + " (" + rs.getLong("free") + ")"))
                .list();
    }

    /** Numbers of those of these orders that the caller reaches. */
    @Transactional(readOnly = true)
    public Map<UUID, String> numbers(List<UUID> ids) {
        return numbers(ids, Access.current().require(Permission.ORDERS_VIEW));
    }

    /** Numbers of those of these orders that the caller may change. */
    @Transactional(readOnly = true)
    public Map<UUID, String> changeable(List<UUID> ids) {
        return numbers(ids, Access.current().require(Permission.ORDERS_MANAGE));
    }

    private Map<UUID, String> numbers(List<UUID> ids, Reach reach) {
        Map<UUID, String> numbers = new HashMap<>();
        database.core()
                .sql(
                        "select o.id, o.number from core.sales_order o where o.tenant_id = :tenant and o.id = any (:ids) and "
                                + reach.filter("o.org_path"))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", ids.toArray()))
                .query((rs, _) -> numbers.put(rs.getObject("id", UUID.class), rs.getString("number")))
                .list();
        return numbers;
    }

    /** Names of the people of the workspace, by id, as they stand in the records that the caller sees. */
    @Transactional(readOnly = true)
    public Map<String, String> people() {
        Access.current().require(Permission.ORDERS_VIEW);
        Map<String, String> people = new HashMap<>();
        choices(
                        "select m.user_id as id, m.name from platform.tenant_member m where m.tenant_id = :tenant",
                        Reach.NOTHING)
                .forEach(c -> people.put(c.id().toString(), c.name()));
        return people;
    }

    private List<Choice> choices(String sql, Reach reach) {
        return database.core()
                .sql(sql)
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Choice(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
    }

    private static Keyset<OrderSummary> order(String sort) {
        boolean descending = sort.startsWith("-");
        return switch (sort.replace("-", "")) {
            case "number" -> Keyset.byText("o.number", "o.id", descending, OrderSummary::number, OrderSummary::id);
            case "updated" ->
                Keyset.byTime("o.updated_at", "o.id", descending, OrderSummary::updatedAt, OrderSummary::id);
            default -> Keyset.byTime("o.placed_at", "o.id", descending, OrderSummary::placedAt, OrderSummary::id);
        };
    }

    private String where(OrderFilter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.ORDERS_VIEW);
        params.put("tenant", Scope.currentTenant().value());
        params.put("late", late());
        params.putAll(reach.params());
        // what is searched for is found by other keys than the path
        StringBuilder where = new StringBuilder(" and ")
                .append(filter.q().isBlank() ? reach.condition("o.org_path") : reach.filter("o.org_path"));
        if (!filter.q().isBlank()) {
            where.append(found(filter.q().strip(), reach, params));
        }
        equal(where, params, "channel_id", filter.channel());
        equal(where, params, "payment_state", filter.payment());
        equal(where, params, "fulfilment_state", filter.fulfilment());
        equal(where, params, "assignee_id", filter.assignee());
        equal(where, params, "customer_id", filter.customer());
        if (!filter.tag().isBlank()) {
            where.append(" and :tag = any (o.tags)");
            params.put("tag", filter.tag().strip());
        }
        if (filter.from() != null) {
            where.append(" and o.placed_at >= :from");
            params.put("from", Timestamp.from(filter.from()));
        }
        if (filter.until() != null) {
            where.append(" and o.placed_at < :until");
            params.put("until", Timestamp.from(filter.until()));
        }
        return where.toString();
    }

    private static void equal(
            StringBuilder where,
            Map<String, Object> params,
            String column,
            @org.jspecify.annotations.Nullable Object value) {
        if (value != null && !value.equals("")) {
            where.append(" and o.").append(column).append(" = :").append(column);
            params.put(column, value);
        }
    }

    /** By words of its text; by the beginning of its numbers; by a phone. */
    private String found(String q, Reach reach, Map<String, Object> params) {
        Set<UUID> found = new LinkedHashSet<>(search.find(SearchKind.ORDER, q, reach, MOST_FOUND));
        found.addAll(byPhone(q));
        params.put("found", new SqlArrayValue("uuid", found.toArray()));
        params.put("q", q);
        params.put("number", q.toUpperCase(Locale.ROOT));
        params.put("numberEnd", q.toUpperCase(Locale.ROOT) + "\uFFFF");
        params.put("qEnd", q + "\uFFFF");
        return " and (o.id = any (:found) or (o.number >= :number and o.number < :numberEnd)"
                + " or (o.external_id >= :q and o.external_id < :qEnd))";
    }

    /**
     * Orders of buyers or receivers with this phone, in full. Of those whose phone the caller sees masked none is found: who
     * tries the hidden digits one by one would else learn them.
     */
    private List<UUID> byPhone(String phone) {
        Reach reach = Access.current().reach(Permission.PERSONAL_DATA);
        if (reach.isEmpty() || phone.length() < SHORTEST_PHONE) {
            return List.of();
        }
        return database.core()
                .sql("""
                        select o.id from core.sales_order o where o.tenant_id = :tenant and o.buyer_phone = :phone and o.buyer_phone <> '' and %1$s
                        union (select o.id from core.sales_order o where o.tenant_id = :tenant and o.ship_phone = :phone and o.ship_phone <> '' and %1$s)
                        limit :most""".formatted(reach.filter("o.org_path")))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("phone", phone)
                .param("most", MOST_FOUND)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list();
    }

    private List<OrderSummary> rows(String tail, Map<String, Object> params, boolean full) {
        return database.core()
                .sql("""
                        select o.*, c.name as channel_name, coalesce(m.name, '') as assignee_name,
                          u.missing, u.shipped, u.delivered, u.returned
                        from core.sales_order o
                        join core.channel c on c.tenant_id = o.tenant_id and c.id = o.channel_id
                        left join platform.tenant_member m on m.tenant_id = o.tenant_id and m.user_id = o.assignee_id
                        left join lateral (select sum(l.short)::bigint as missing,
                            (sum(l.shipped) filter (where l.parent_id is null))::bigint as shipped,
                            (sum(l.delivered) filter (where l.parent_id is null))::bigint as delivered,
                            (sum(l.returned) filter (where l.parent_id is null))::bigint as returned
                          from core.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id
                            and o.fulfilment_state not in ('allocated', 'in_work')) u on true
                        where o.tenant_id = :tenant""" + tail)
                .params(params)
                .query((rs, _) -> summary(rs, full))
                .list();
    }

    private static OrderSummary summary(ResultSet rs, boolean full) throws SQLException {
        String phone = rs.getString("buyer_phone").isEmpty() ? rs.getString("ship_phone") : rs.getString("buyer_phone");
        return new OrderSummary(
                rs.getObject("id", UUID.class),
                rs.getString("number"),
                external(rs),
                rs.getObject("channel_id", UUID.class),
                rs.getString("channel_name"),
                rs.getString("source"),
                OrderState.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                PaymentState.valueOf(rs.getString("payment_state").toUpperCase(Locale.ROOT)),
                FulfilmentState.valueOf(rs.getString("fulfilment_state").toUpperCase(Locale.ROOT)),
                rs.getBoolean("held"),
                rs.getObject("customer_id", UUID.class),
                rs.getString("buyer_name").isEmpty() ? rs.getString("ship_name") : rs.getString("buyer_name"),
                full ? phone : Masks.phone(phone),
                rs.getString("ship_province"),
                rs.getString("ship_city"),
                full ? rs.getString("ship_district") : Masks.address(rs.getString("ship_district")),
                full ? rs.getString("ship_street") : Masks.address(rs.getString("ship_street")),
                rs.getLong("units"),
                rs.getLong("missing"),
                rs.getLong("shipped"),
                rs.getLong("delivered"),
                rs.getLong("returned"),
                rs.getLong("total"),
                rs.getString("currency"),
                rs.getString("assignee_name"),
                Arrays.asList((String[]) rs.getArray("tags").getArray()),
                rs.getTimestamp("placed_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getLong("version"));
    }

    /** The number in the channel; empty where the channel has none, and the order's own id stands for it. */
    private static String external(ResultSet rs) throws SQLException {
        String number = rs.getString("external_id");
        return number.equals(rs.getString("id")) ? "" : number;
    }
}
