package io.storelane.fulfilment;

import com.github.benmanes.caffeine.cache.Ticker;
import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.LargeCounts;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The long list of fulfilment orders of the locations that the caller reaches: searched, filtered, counted, page by page. */
@Service
public class FulfilmentList {

    /** Of a search so many are looked at: who finds more adds a filter. */
    private static final int MOST_FOUND = 2_000;

    /** Up to so many are counted anew whenever somebody looks. */
    private static final long COUNTED_EACH_TIME = 20_000;

    private static final Duration COUNTS_SERVE = Duration.ofSeconds(10);

    private static final String LIVE = "f.state in ('open','accepted','picking','packed')";

    private final Database database;
    private final Colleagues colleagues;
    private final AuditLog audit;
    private final Clock clock;
    private final LargeCounts<CountsOf> counts =
            new LargeCounts<>(COUNTED_EACH_TIME, COUNTS_SERVE, Ticker.systemTicker());

    FulfilmentList(Database database, Colleagues colleagues, AuditLog audit, Clock clock) {
        this.database = database;
        this.colleagues = colleagues;
        this.audit = audit;
        this.clock = clock;
    }

    private record CountsOf(TenantId tenant, Reach reach, FulfilmentFilter filter) {}

    /** Something to choose by its name. */
    public record Choice(UUID id, String name) {}

    /** A page of those that match, without lines and parcels. */
    @Transactional(readOnly = true)
    public Slice<FulfilmentView> find(FulfilmentFilter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params) + " and " + condition(filter.view());
        params.put("now", Timestamp.from(clock.instant()));
        boolean descending = filter.sort().startsWith("-");
        Keyset<FulfilmentView> order = filter.sort().endsWith("due")
                ? Keyset.byTime("f.due_at", "f.id", descending, FulfilmentView::dueAt, FulfilmentView::id)
                : Keyset.byTime("f.created_at", "f.id", descending, FulfilmentView::createdAt, FulfilmentView::id);
        return order.page(
                cursor,
                size,
                (tail, values) -> sql(FulfilmentRows.SELECT + where + tail)
                        .params(params)
                        .params(values)
                        .query((rs, _) -> FulfilmentRows.view(rs))
                        .list());
    }

    private static String condition(String view) {
        return switch (view) {
            case "all" -> "true";
            case "late" -> LIVE + " and f.due_at < :now";
            default -> "f.state = '" + view + "'";
        };
    }

    /**
     * How many each view has, with the other parts of the filter. Of more than 20,000 the numbers may be ten seconds old.
     */
    @Transactional(readOnly = true)
    public Map<String, Long> counts(FulfilmentFilter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return counts.get(
                new CountsOf(
                        Scope.currentTenant(), Access.current().reach(Permission.FULFILMENT_VIEW), filter.ofAllViews()),
                () -> count(where, params));
    }

    /** How many of what the caller reaches a view shows; counted row by row up to a number. */
    @Transactional(readOnly = true)
    public long count(String view, int most) {
        Map<String, Object> params = new HashMap<>();
        String where = where(new FulfilmentFilter(view, "", null, null, ""), params) + " and " + condition(view);
        return sql("select count(*) from (select from core.fulfilment f where f.tenant_id = :tenant" + where
                        + " limit :most) n")
                .params(params)
                .param("now", Timestamp.from(clock.instant()))
                .param("most", most)
                .query(Long.class)
                .single();
    }

    private Map<String, Long> count(String where, Map<String, Object> params) {
        Map<String, Long> byState = new HashMap<>();
        sql("select f.state, count(*) as n from core.fulfilment f where f.tenant_id = :tenant" + where
                        + " group by f.state")
                .params(params)
                .query(rs -> {
                    byState.put(rs.getString("state"), rs.getLong("n"));
                });
        long late = sql("select count(*) from core.fulfilment f where f.tenant_id = :tenant" + where + " and " + LIVE
                        + " and f.due_at < :now")
                .params(params)
                .param("now", Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String view : FulfilmentFilter.VIEWS) {
            counts.put(
                    view,
                    switch (view) {
                        case "all" ->
                            byState.values().stream().mapToLong(Long::longValue).sum();
                        case "late" -> late;
                        default -> byState.getOrDefault(view, 0L);
                    });
        }
        return counts;
    }

    /** Notes that a file of so many was handed out. */
    @Transactional
    public void handedOut(long fulfilments) {
        audit.record(
                "fulfilment.exported",
                new AuditTarget("fulfilment", Scope.currentTenant().value(), String.valueOf(fulfilments), null),
                Map.of(),
                Map.of("fulfilments", fulfilments));
    }

    /** Open locations that the caller sees fulfilment orders of. */
    @Transactional(readOnly = true)
    public List<Choice> locations() {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        return sql("select l.id, l.name from core.location l where l.tenant_id = :tenant and "
                        + reach.condition("l.org_path") + " order by l.priority, l.name, l.id limit 500")
                .params(reach.params())
                .query((rs, _) -> new Choice(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
    }

    /** Members who may see what the caller sees. */
    @Transactional(readOnly = true)
    public List<Choice> people() {
        return choices(colleagues.around(Permission.FULFILMENT_VIEW));
    }

    /** Members who may be given work at a place: those who see it. */
    @Transactional(readOnly = true)
    public List<Choice> people(String path) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        return choices(colleagues.at(Permission.FULFILMENT_VIEW, List.of(path)));
    }

    private static List<Choice> choices(List<Colleagues.Colleague> people) {
        return people.stream().map(c -> new Choice(c.id(), c.name())).toList();
    }

    /** Departments that may be given work. */
    @Transactional(readOnly = true)
    public List<Choice> departments() {
        return sql("select d.id, d.name from core.department d where d.tenant_id = :tenant order by d.sort, d.name")
                .query((rs, _) -> new Choice(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
    }

    /** Numbers of those of these that the caller reaches. */
    @Transactional(readOnly = true)
    public Map<UUID, String> numbers(List<UUID> ids) {
        Map<String, Object> params = new HashMap<>();
        String where = where(new FulfilmentFilter("all", "", null, null, "created"), params);
        params.put("ids", new SqlArrayValue("uuid", ids.toArray()));
        return sql("select f.id, f.number from core.fulfilment f where f.tenant_id = :tenant and f.id = any (:ids)"
                        + where)
                .params(params)
                .query((rs, _) -> Map.entry(rs.getObject("id", UUID.class), rs.getString("number")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private String where(FulfilmentFilter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        StringBuilder where = new StringBuilder();
        if (!reach.covers(Access.ROOT_PATH)) {
            where.append(places(places(reach), params));
        }
        if (filter.location() != null) {
            where.append(" and f.location_id = :at");
            params.put("at", filter.location());
        }
        if (filter.assignee() != null) {
            where.append(" and f.assignee_id = :assignee");
            params.put("assignee", filter.assignee());
        }
        if (!filter.q().isBlank()) {
            where.append(" and f.id = any (:found)");
            params.put(
                    "found", new SqlArrayValue("uuid", found(filter.q().strip()).toArray()));
        }
        return where.toString();
    }

    /** Few locations are named in the statement, so their own index serves; who reaches all is asked for none. */
    private static String places(List<UUID> locations, Map<String, Object> params) {
        if (locations.size() == 1) {
            params.put("place", locations.getFirst());
            return " and f.location_id = :place";
        }
        params.put("places", new SqlArrayValue("uuid", locations.toArray()));
        return " and f.location_id = any (:places)";
    }

    private List<UUID> places(Reach reach) {
        return sql("select l.id from core.location l where l.tenant_id = :tenant and " + reach.condition("l.org_path"))
                .params(reach.params())
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list();
    }

    /** By the beginning of a number, by a tracking number, by a SKU: each by an index of its own, the newest first. */
    private List<UUID> found(String q) {
        return sql("""
                        (select id from core.fulfilment where tenant_id = :tenant and order_number >= :number and order_number < :numberEnd
                           order by order_number desc limit :most)
                        union (select id from core.fulfilment where tenant_id = :tenant and number >= :number and number < :numberEnd
                           order by number desc limit :most)
                        union (select fulfilment_id from core.parcel where tenant_id = :tenant and tracking = :number and tracking <> '' limit :most)
                        union (select fulfilment_id from core.fulfilment_line where tenant_id = :tenant and sku_key = :sku
                           order by fulfilment_id desc limit :most)""")
                .param("number", q.toUpperCase(Locale.ROOT))
                .param("numberEnd", q.toUpperCase(Locale.ROOT) + "\uFFFF")
                .param("sku", q.toLowerCase(Locale.ROOT))
                .param("most", MOST_FOUND)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
