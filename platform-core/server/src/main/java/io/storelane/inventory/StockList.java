package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.catalog.Sku;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is where, and how it came there; for the locations that the caller reaches. */
@Service
public class StockList {

    private static final int FOUND = 1_000;
    private static final int PALETTE = 8;

    private static final String VARIANT = " join core.variant v on v.tenant_id = s.tenant_id and v.id = s.variant_id";
    private static final String LOCATION =
            " join core.location l on l.tenant_id = s.tenant_id and l.id = s.location_id";
    private static final String PRODUCT = " join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id";
    private static final String FROM = "from core.stock_level s" + VARIANT + LOCATION;
    private static final String ALL = " where s.tenant_id = :tenant and ";

    private final Database database;
    private final Skus skus;
    private final Search search;

    StockList(Database database, Skus skus, Search search) {
        this.database = database;
        this.skus = skus;
        this.search = search;
    }

    /**
     * Which levels to show.
     *
     * @param q beginning of a SKU, or words of the product; empty = all
     * @param locationId null = all
     * @param nodeId only locations at this organisation node or below it; null = all
     * @param state {@code low} (less than is kept back), {@code out} (nothing available), or empty for all
     * @param sort column, with a minus in front for the other direction: SKU, code of the location, units available
     */
    public record Filter(
            String q, @Nullable UUID locationId, @Nullable UUID nodeId, String state, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("low", "out").contains(state) ? state : "";
            sort = List.of("sku", "-sku", "location", "-location", "available", "-available")
                            .contains(sort)
                    ? sort
                    : "sku";
        }

        public static final Filter ALL = new Filter("", null, null, "", "sku");
    }

    /** A page of the levels that the caller may see. */
    @Transactional(readOnly = true)
    public Slice<StockLevelView> find(Filter filter, String cursor, int size) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return order(filter.sort()).page(cursor, size, (tail, values) -> {
            params.putAll(values);
            return switch (filter.q().isEmpty() ? filter.sort().replace("-", "") : "") {
                case "location" -> byLocation(filter, reach, tail, params);
                case "available" -> byAvailable(filter, reach, tail, params);
                default -> query(FROM + PRODUCT + ALL + reach.condition("l.org_path") + where + tail, reach, params);
            };
        });
    }

    /** Of each location as many as the page has rows, so that of a large one only these are read. */
    private List<StockLevelView> byLocation(Filter filter, Reach reach, String tail, Map<String, Object> params) {
        boolean descending = tail.contains(" desc");
        String from = "";
        String within = "";
        if (params.containsKey("keysetValue")) {
            within = " and l.code %s :keysetValue".formatted(descending ? "<=" : ">=");
            from = " and s.variant_id %s case when l.code = :keysetValue then :keysetId::uuid else '%s'::uuid end"
                    .formatted(descending ? "<=" : ">=", (descending ? new UUID(-1, -1) : new UUID(0, 0)));
        }
        return query(
                """
                        from core.location l cross join lateral (
                          select s.* from core.stock_level s where s.tenant_id = l.tenant_id and s.location_id = l.id
                        """ + state(filter) + from + " order by s.variant_id" + (descending ? " desc" : "")
                        + " limit :keysetLimit) s" + VARIANT + PRODUCT + " where l.tenant_id = :tenant and "
                        + reach.condition("l.org_path") + places(filter, params) + within + tail,
                reach,
                params);
    }

    /** The levels alone first, and what belongs to them only for those of the page. */
    private List<StockLevelView> byAvailable(Filter filter, Reach reach, String tail, Map<String, Object> params) {
        String order = tail.substring(tail.indexOf(" order by "), tail.indexOf(" limit "));
        String within = within(filter, reach, params);
        return query(
                "from (select s.* from core.stock_level s where s.tenant_id = :tenant" + state(filter)
                        // the planner would else join before it sorts
                        + (within.isEmpty() ? "" : " and coalesce(" + within + ", false)") + tail + ") s" + VARIANT
                        + LOCATION + PRODUCT + order,
                reach,
                params);
    }

    /** Condition for levels that the caller reaches at the places that the filter names; empty if these are all. */
    private static String within(Filter filter, Reach reach, Map<String, Object> params) {
        String places = places(filter, params);
        return places.isEmpty() && reach.covers(Access.ROOT_PATH)
                ? ""
                : "s.location_id in (select l.id from core.location l where l.tenant_id = :tenant and "
                        + reach.condition("l.org_path") + places + ")";
    }

    private static String places(Filter filter, Map<String, Object> params) {
        String places = "";
        if (filter.locationId() != null) {
            places = " and l.id = :location";
            params.put("location", filter.locationId());
        }
        return filter.nodeId() == null ? places : places + Locations.below(filter.nodeId(), params);
    }

    private static String state(Filter filter) {
        return switch (filter.state()) {
            case "low" -> " and s.available < s.safety";
            case "out" -> " and s.available = 0";
            default -> "";
        };
    }

    private static Keyset<StockLevelView> order(String sort) {
        boolean descending = sort.startsWith("-");
        return switch (sort.substring(descending ? 1 : 0)) {
            case "location" ->
                Keyset.byText(
                        "l.code", "s.variant_id", descending, StockLevelView::locationCode, StockLevelView::variantId);
            case "available" ->
                Keyset.byNumber(
                        "s.available",
                        List.of("s.variant_id", "s.location_id"),
                        descending,
                        StockLevelView::available,
                        StockLevelView::variantId,
                        StockLevelView::locationId);
            default ->
                Keyset.byText("v.sku", "s.location_id", descending, StockLevelView::sku, StockLevelView::locationId);
        };
    }

    /** How many levels {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        String within = within(filter, reach, params);
        String from = filter.q().isEmpty()
                ? "from core.stock_level s where s.tenant_id = :tenant" + (within.isEmpty() ? "" : " and " + within)
                        + state(filter)
                : FROM + ALL + reach.condition("l.org_path") + where(filter, params);
        return database.core()
                .sql("select count(*) " + from)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    /** Variants for quick search; none if the caller may see no stock. */
    @Transactional(readOnly = true)
    public List<SkuView> search(String text) {
        if (!Access.current().allows(Permission.STOCK_VIEW)) {
            return List.of();
        }
        return find(new Filter(text, null, null, "", "sku"), "", 4 * PALETTE).rows().stream()
                .map(row -> new SkuView(row.variantId(), row.sku(), row.titleZh(), row.titleEn(), "goods"))
                .distinct()
                .limit(PALETTE)
                .toList();
    }

    /** The variant with this id, for the page of its stock. */
    @Transactional(readOnly = true)
    public SkuView item(UUID variantId) {
        Access.current().require(Permission.STOCK_VIEW);
        SkuView item = skus.byId(List.of(variantId)).get(variantId);
        if (item == null) {
            throw new ProblemException(InventoryProblem.VARIANT_NOT_FOUND);
        }
        return item;
    }

    /** The variant with this SKU, for the page of its stock. */
    @Transactional(readOnly = true)
    public Optional<SkuView> bySku(String sku) {
        Access.current().require(Permission.STOCK_VIEW);
        return Optional.ofNullable(skus.bySku(List.of(sku)).get(sku));
    }

    /** Where a variant is, at the locations that the caller reaches. */
    @Transactional(readOnly = true)
    public List<StockLevelView> levels(UUID variantId) {
        return query(" and s.variant_id = :variant order by l.priority, l.code", Map.of("variant", variantId));
    }

    /** These variants at one location, if the caller reaches it. */
    @Transactional(readOnly = true)
    public List<StockLevelView> at(UUID locationId, Collection<String> skus) {
        return query(
                " and s.location_id = :location and " + Sku.in(":skus") + " order by v.sku",
                Map.of("location", locationId, "skus", skus.toArray(String[]::new)));
    }

    /**
     * The history of a variant, newest first: each change with what was there after it.
     *
     * @param locationId null = all locations that the caller reaches
     */
    @Transactional(readOnly = true)
    public Slice<StockMoveView> history(UUID variantId, @Nullable UUID locationId, String cursor, int size) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        params.put("variant", variantId);
        String where = " and m.variant_id = :variant";
        if (locationId != null) {
            where += " and m.location_id = :location";
            params.put("location", locationId);
        }
        String condition = where;
        return balanced(
                variantId,
                Keyset.byTime("m.at", "m.id", true, StockMoveView::at, StockMoveView::id)
                        .page(cursor, size, (tail, values) -> {
                            params.putAll(values);
                            return moves(reach, condition + tail, params);
                        }));
    }

    /** Units of a variant that are kept for orders, at the locations that the caller reaches; the newest, 200 at most. */
    @Transactional(readOnly = true)
    public List<ReservationView> held(UUID variantId) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        return database.core()
                .sql("""
                        select r.id, r.order_id, r.location_id, l.name, r.quantity, r.rule, r.expires_at, r.created_at
                        from core.reservation r
                        join core.location l on l.tenant_id = r.tenant_id and l.id = r.location_id
                        where r.tenant_id = :tenant and r.variant_id = :variant and r.state = 'held'
                          and""" + " " + reach.condition("l.org_path") + " order by r.id desc limit 200")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("variant", variantId)
                .query((rs, _) -> new ReservationView(
                        rs.getObject("id", UUID.class),
                        rs.getObject("order_id", UUID.class),
                        rs.getObject("location_id", UUID.class),
                        rs.getString("name"),
                        rs.getLong("quantity"),
                        rs.getString("rule"),
                        rs.getTimestamp("expires_at") == null
                                ? null
                                : rs.getTimestamp("expires_at").toInstant(),
                        rs.getTimestamp("created_at").toInstant()))
                .list();
    }

    private String where(Filter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder();
        if (!filter.q().isEmpty()) {
            matching(filter.q(), params, where);
        }
        return where.append(places(filter, params)).append(state(filter)).toString();
    }

    /** SKUs that begin so, as typed or in capitals, if there are any: whoever types one means it. Else products with the words. */
    private void matching(String q, Map<String, Object> params, StringBuilder where) {
        String typed = "(v.sku >= :sku and v.sku < :skuEnd)";
        String capitals = "(v.sku >= :upper and v.sku < :upperEnd)";
        String upper = q.toUpperCase(Locale.ROOT);
        params.put("sku", q);
        params.put("skuEnd", q + '\uffff');
        params.put("upper", upper);
        params.put("upperEnd", upper + '\uffff');
        // one range where one is enough: an index answers that in the order of the list
        List<Boolean> begins = database.core()
                .sql("""
                        select exists (select from core.variant v where v.tenant_id = :tenant and %s),
                          exists (select from core.variant v where v.tenant_id = :tenant and %s)""".formatted(typed, capitals))
                .param("tenant", Scope.currentTenant().value())
                .params(params)
                .query((rs, _) -> List.of(rs.getBoolean(1), rs.getBoolean(2)))
                .single();
        boolean asTyped = begins.getFirst();
        boolean inCapitals = begins.getLast() && !upper.equals(q);
        if (asTyped || inCapitals) {
            where.append(" and ")
                    .append(!inCapitals ? typed : !asTyped ? capitals : "(" + typed + " or " + capitals + ")");
        } else {
            where.append(" and v.product_id = any (:products)");
            params.put(
                    "products",
                    search.find(SearchKind.PRODUCT, q, Reach.of(List.of(Access.ROOT_PATH)), FOUND)
                            .toArray(UUID[]::new));
        }
    }

    private List<StockLevelView> query(String tail, Map<String, ?> params) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        return query(FROM + PRODUCT + ALL + reach.condition("l.org_path") + tail, reach, params);
    }

    /** @param from the rest of the statement, from its tables on: {@code s}, {@code v}, {@code p} and {@code l} */
    private List<StockLevelView> query(String from, Reach reach, Map<String, ?> params) {
        return database.core()
                .sql("""
                        select s.variant_id, v.sku, p.title_zh, p.title_en, s.location_id, l.code, l.name, s.on_hand,
                          s.reserved, s.safety,
                          (select coalesce(sum(i.quantity - i.received), 0)::bigint from core.stock_transfer t
                           join core.stock_transfer_line i on i.tenant_id = t.tenant_id and i.transfer_id = t.id
                             and i.variant_id = s.variant_id
                           where t.tenant_id = s.tenant_id and t.to_id = s.location_id and t.state = 'in_transit') as coming
                        """ + from)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new StockLevelView(
                        rs.getObject("variant_id", UUID.class),
                        rs.getString("sku"),
                        rs.getString("title_zh"),
                        rs.getString("title_en"),
                        rs.getObject("location_id", UUID.class),
                        rs.getString("code"),
                        rs.getString("name"),
                        rs.getLong("on_hand"),
                        rs.getLong("reserved"),
                        rs.getLong("safety"),
                        rs.getLong("coming")))
                .list();
    }

    private List<StockMoveView> moves(Reach reach, String tail, Map<String, ?> params) {
        return database.core()
                .sql("""
                        select m.*, l.name from core.stock_move m
                        join core.location l on l.tenant_id = m.tenant_id and l.id = m.location_id
                        where m.tenant_id = :tenant and""" + " " + reach.condition("l.org_path") + tail)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(StockList::move)
                .list();
    }

    /** The moves with what was there after each: what is there now, less all that came later. */
    private Slice<StockMoveView> balanced(UUID variantId, Slice<StockMoveView> page) {
        if (page.rows().isEmpty()) {
            return page;
        }
        StockMoveView newest = page.rows().getFirst();
        Map<UUID, long[]> balances = new HashMap<>();
        database.core()
                .sql("""
                        select s.location_id, s.on_hand - coalesce(n.on_hand, 0) as on_hand, s.reserved - coalesce(n.reserved, 0) as reserved
                        from core.stock_level s left join (
                          select location_id, sum(on_hand)::bigint as on_hand, sum(reserved)::bigint as reserved
                          from core.stock_move where tenant_id = :tenant and variant_id = :variant and (at, id) > (:at, :id)
                          group by location_id) n on n.location_id = s.location_id
                        where s.tenant_id = :tenant and s.variant_id = :variant""")
                .param("tenant", Scope.currentTenant().value())
                .param("variant", variantId)
                .param("at", Timestamp.from(newest.at()))
                .param("id", newest.id())
                .query(rs -> {
                    balances.put(
                            rs.getObject("location_id", UUID.class),
                            new long[] {rs.getLong("on_hand"), rs.getLong("reserved")});
                });
        List<StockMoveView> rows = page.rows().stream()
                .map(move -> {
                    long[] balance = Objects.requireNonNull(balances.get(move.locationId()));
                    StockMoveView after = move.after(balance[0], balance[1]);
                    balance[0] -= move.onHand();
                    balance[1] -= move.reserved();
                    return after;
                })
                .toList();
        return new Slice<>(rows, page.previous(), page.next());
    }

    private static StockMoveView move(ResultSet rs, int row) throws SQLException {
        return new StockMoveView(
                rs.getObject("id", UUID.class),
                rs.getTimestamp("at").toInstant(),
                rs.getObject("location_id", UUID.class),
                rs.getString("name"),
                rs.getLong("on_hand"),
                rs.getLong("reserved"),
                rs.getLong("transit"),
                0,
                0,
                MoveReason.of(rs.getString("reason")),
                rs.getString("reference_type"),
                rs.getObject("reference_id", UUID.class),
                rs.getString("reference"),
                rs.getString("note"),
                rs.getObject("actor_id", UUID.class),
                rs.getString("actor_name"));
    }
}
