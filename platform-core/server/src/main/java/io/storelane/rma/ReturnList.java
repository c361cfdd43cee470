package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The list of returns, of those that the caller reaches: searched, filtered, counted, page by page, and as a file. */
@Service
public class ReturnList {

    /** As the index {@code rma_due_last} has it. */
    static final String DUE = "coalesce(r.due_at, '2999-12-31 00:00:00+00'::timestamptz)";

    private static final Instant NEVER = Instant.parse("2999-12-31T00:00:00Z");

    private static final Map<String, String> VIEW_CONDITIONS = Map.of(
            "all", "true",
            "requested", "r.state = 'requested'",
            "approved", "r.state = 'approved'",
            "received", "r.state = 'received'",
            "inspected", "r.state = 'inspected'",
            "late", "r.due_at < :now",
            "ended", "r.state in ('closed', 'refused', 'withdrawn')");

    private final Database database;
    private final ReturnReader reader;
    private final ReturnWriter writer;
    private final Colleagues colleagues;
    private final AuditLog audit;

    ReturnList(Database database, ReturnReader reader, ReturnWriter writer, Colleagues colleagues, AuditLog audit) {
        this.database = database;
        this.reader = reader;
        this.writer = writer;
        this.colleagues = colleagues;
        this.audit = audit;
    }

    /** Somebody to hand a return over to. */
    public record Choice(UUID id, String name) {}

    /**
     * A page of the returns that match, without their lines.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<ReturnView> find(ReturnFilter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params) + " and " + VIEW_CONDITIONS.get(filter.view());
        return order(filter).page(cursor, size, (tail, values) -> {
            Map<String, Object> all = new HashMap<>(params);
            all.putAll(values);
            return reader.rows(where + tail, all);
        });
    }

    /** How many of what the caller reaches a view shows; counted row by row up to a number. */
    @Transactional(readOnly = true)
    public long count(String view, int most) {
        Map<String, Object> params = new HashMap<>();
        String where = where(ReturnFilter.ALL, params) + " and " + Objects.requireNonNull(VIEW_CONDITIONS.get(view));
        return database.core()
                .sql("select count(*) from (select r.id" + ReturnReader.FROM + where + " limit :most) n")
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .param("most", most)
                .query(Long.class)
                .single();
    }

    /** Those without a due time come last, in the order of their request. */
    private static Keyset<ReturnView> order(ReturnFilter filter) {
        boolean descending = filter.sort().startsWith("-");
        return filter.sort().endsWith("due")
                ? Keyset.byTime(DUE, "r.id", descending, ReturnList::due, ReturnView::id)
                : Keyset.byTime("r.created_at", "r.id", descending, ReturnView::createdAt, ReturnView::id);
    }

    private static Instant due(ReturnView rma) {
        Instant due = rma.dueAt();
        return due == null ? NEVER : due;
    }

    /** How many returns each view has, with the other parts of the filter. */
    @Transactional(readOnly = true)
    public Map<String, Long> counts(ReturnFilter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        StringBuilder sql = new StringBuilder("select ");
        for (String view : ReturnFilter.VIEWS) {
            sql.append(view.equals("all") ? "" : ", ")
                    .append("count(*) filter (where ")
                    .append(VIEW_CONDITIONS.get(view))
                    .append(") as n_")
                    .append(view);
        }
        return database.core()
                .sql(sql + ReturnReader.FROM + where)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> {
                    Map<String, Long> found = new LinkedHashMap<>();
                    for (String view : ReturnFilter.VIEWS) {
                        found.put(view, rs.getLong("n_" + view));
                    }
                    return found;
                })
                .single();
    }

    private String where(ReturnFilter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.RETURNS_VIEW);
        params.putAll(reach.params());
        params.put("now", Timestamp.from(writer.now()));
        StringBuilder where = new StringBuilder(ReturnReader.within(reach));
        if (!filter.q().isEmpty()) {
            where.append(
                    " and ((r.number >= :q and r.number < :qEnd) or (r.order_number >= :q and r.order_number < :qEnd)"
                            + " or r.tracking = :qExact)");
            params.put("q", filter.q().toUpperCase(java.util.Locale.ROOT));
            params.put("qEnd", filter.q().toUpperCase(java.util.Locale.ROOT) + "\uFFFF");
            params.put("qExact", filter.q());
        }
        if (!filter.resolution().isEmpty()) {
            where.append(" and r.resolution = :resolution");
            params.put("resolution", filter.resolution());
        }
        if (!filter.reason().isEmpty()) {
            where.append(" and r.reason = :reason");
            params.put("reason", filter.reason());
        }
        if (filter.locationId() != null) {
            where.append(" and r.location_id = :location");
            params.put("location", filter.locationId());
        }
        if (filter.orderId() != null) {
            where.append(" and r.order_id = :order");
            params.put("order", filter.orderId());
        }
        if (filter.from() != null) {
            where.append(" and r.created_at >= :from");
            params.put("from", Timestamp.from(Objects.requireNonNull(filter.from())));
        }
        if (filter.until() != null) {
            where.append(" and r.created_at < :until");
            params.put("until", Timestamp.from(Objects.requireNonNull(filter.until())));
        }
        return where.toString();
    }

    /** Notes that a file of so many was handed out. */
    @Transactional
    public void handedOut(long rows) {
        audit.record(
                "rma.exported",
                new AuditTarget(ReturnWriter.TYPE, Scope.currentTenant().value(), String.valueOf(rows), null),
                Map.of(),
                Map.of("returns", rows));
    }

    /** Returns for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<ReturnView> search(String text, int most) {
        return Access.current().allows(Permission.RETURNS_VIEW)
                ? find(ReturnFilter.ALL.search(text.strip()), "", most).rows()
                : List.of();
    }

    /** Numbers of those that the caller may see, by id. */
    @Transactional(readOnly = true)
    public Map<UUID, String> numbers(List<UUID> ids) {
        Reach reach = Access.current().require(Permission.RETURNS_VIEW);
        Map<UUID, String> numbers = new HashMap<>();
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("ids", Rows.array("uuid", ids, id -> id));
        database.core()
                .sql("select r.id, r.number" + ReturnReader.FROM + ReturnReader.within(reach)
                        + " and r.id = any (:ids)")
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(rs -> {
                    numbers.put(rs.getObject("id", UUID.class), rs.getString("number"));
                });
        return numbers;
    }

    /** Members who may see returns that the caller sees. */
    @Transactional(readOnly = true)
    public List<Choice> people() {
        return choices(colleagues.around(Permission.RETURNS_VIEW));
    }

    /** Members to whom a return can be handed over: those who may see it. */
    @Transactional(readOnly = true)
    public List<Choice> people(ReturnView rma) {
        Access.current().require(Permission.RETURNS_VIEW);
        return choices(colleagues.at(Permission.RETURNS_VIEW, reader.places(rma)));
    }

    private static List<Choice> choices(List<Colleagues.Colleague> people) {
        return people.stream().map(c -> new Choice(c.id(), c.name())).toList();
    }

    /** Names of the people of the workspace, by id, as they stand in the records that the caller sees. */
    @Transactional(readOnly = true)
    public Map<String, String> names() {
        Access.current().require(Permission.RETURNS_VIEW);
        Map<String, String> names = new HashMap<>();
        database.core()
                .sql("select m.user_id, m.name from platform.tenant_member m where m.tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(rs -> {
                    names.put(rs.getString("user_id"), rs.getString("name"));
                });
        return names;
    }
}
