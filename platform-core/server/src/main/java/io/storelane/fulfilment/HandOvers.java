package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Work that goes from one department to another: sales to warehouse, warehouse to carrier, shopper to after-sales. Each has an
 * owner, a department or a person, a time until which it is due, and a state; what is open after its time is late. A caller sees
 * those whose people are within reach.
 */
@Service
public class HandOvers {

    /** Parts of the list that are counted and shown as tabs. */
    public static final List<String> VIEWS = List.of("open", "late", "mine", "done", "all");

    private static final int NOTE = 500;

    private static final String SELECT = """
            select h.*, coalesce(l.name, '') as location_name, coalesce(d.name, '') as department_name,
              coalesce(m.name, '') as owner_name, coalesce(b.name, '') as done_name
            from core.hand_over h
            left join core.location l on l.tenant_id = h.tenant_id and l.id = h.location_id
            left join core.department d on d.tenant_id = h.tenant_id and d.id = h.department_id
            left join platform.tenant_member m on m.tenant_id = h.tenant_id and m.user_id = h.owner_id
            left join platform.tenant_member b on b.tenant_id = h.tenant_id and b.user_id = h.done_by
            where h.tenant_id = :tenant""";

    private static final Map<String, String> VIEW_CONDITIONS = Map.of(
            "open", "h.state = 'open'",
            "late", "h.state = 'open' and h.due_at < :now",
            "mine", "h.state = 'open' and h.owner_id = :me",
            "done", "h.state = 'done'",
            "all", "true");

    /**
     * Something to hand over.
     *
     * @param kind {@code to_warehouse}, {@code to_carrier} or {@code to_aftersales}
     * @param subjectType what it is: {@code fulfilment} or {@code return}
     * @param locationId location whose people take it over; null = those of the node
     * @param nodeId organisation node whose people take it over; of no account if there is a location
     */
    public record NewHandOver(
            String kind,
            UUID orderId,
            String orderNumber,
            String subjectType,
            UUID subjectId,
            String subjectNumber,
            @Nullable UUID locationId,
            @Nullable UUID nodeId) {}

    private record Due(
            NewHandOver of, Instant dueAt, @Nullable UUID department, Instant now) {}

    private static final Rows<Due> ROWS = Rows.<Due>of("hand_over")
            .with("id", "uuid", _ -> Ids.next())
            .with("kind", "text", r -> r.of().kind())
            .with("order_id", "uuid", r -> r.of().orderId())
            .with("order_number", "text", r -> r.of().orderNumber())
            .with("subject_type", "text", r -> r.of().subjectType())
            .with("subject_id", "uuid", r -> r.of().subjectId())
            .with("subject_number", "text", r -> r.of().subjectNumber())
            .with("location_id", "uuid", r -> r.of().locationId())
            .withExpression("org_path", "uuid", r -> r.of().nodeId(), """
                    (select n.path from core.org_node n where n.tenant_id = r.tenant_id and n.id = coalesce(
                      (select l.node_id from core.location l where l.tenant_id = r.tenant_id and l.id = r.location_id), r.org_path)
                      for key share)""")
            .with("department_id", "uuid", Due::department)
            .with("state", "text", _ -> "open")
            .with("due_at", "timestamptz", r -> Timestamp.from(r.dueAt()))
            .with("created_at", "timestamptz", r -> Timestamp.from(r.now()));

    private final Database database;
    private final FulfilmentSettings settings;
    private final Colleagues colleagues;
    private final AuditLog audit;
    private final Clock clock;

    HandOvers(Database database, FulfilmentSettings settings, Colleagues colleagues, AuditLog audit, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.colleagues = colleagues;
        this.audit = audit;
        this.clock = clock;
    }

    /** Hands something over, to the department that the settings name, until the time that they give it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(List<NewHandOver> all) {
        FulfilmentSettings.Values values = settings.current();
        Instant now = clock.instant();
        ROWS.insert(
                database,
                all.stream()
                        .map(h -> switch (h.kind()) {
                            case "to_warehouse" ->
                                new Due(h, now.plus(Duration.ofMinutes(values.accept())), values.warehouse(), now);
                            case "to_carrier" -> new Due(h, now.plus(Duration.ofMinutes(values.carrier())), null, now);
                            default ->
                                new Due(
                                        h,
                                        now.plus(Duration.ofMinutes(values.aftersales())),
                                        values.aftersalesDepartment(),
                                        now);
                        })
                        .toList());
    }

    void toWarehouse(List<FulfilmentView> some) {
        if (!some.isEmpty()) {
            begin(some.stream().map(f -> of(f, "to_warehouse")).toList());
        }
    }

    void toCarrier(FulfilmentView one) {
        begin(List.of(of(one, "to_carrier")));
    }

    private static NewHandOver of(FulfilmentView f, String kind) {
        return new NewHandOver(
                kind, f.orderId(), f.orderNumber(), "fulfilment", f.id(), f.number(), f.locationId(), null);
    }

    /**
     * Ends what is open of a subject, because the work on it went on.
     *
     * @param state {@code done} or {@code cancelled}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(UUID subject, String state) {
        sql("update core.hand_over set state = :state, done_at = :now, done_by = :by::uuid, version = version + 1"
                        + " where tenant_id = :tenant and subject_id = :subject and state = 'open'")
                .param("state", state)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", Actor.current().userId())
                .param("subject", subject)
                .update();
    }

    /** The location belongs to another node now, and so do its hand-overs. */
    void moved(UUID location) {
        sql("""
                        update core.hand_over h set org_path = l.org_path from core.location l
                        where h.tenant_id = :tenant and l.tenant_id = :tenant and l.id = :location and h.location_id = l.id
                          and h.state = 'open' and h.org_path <> l.org_path""").param("location", location).update();
    }

    /**
     * Which ones to show.
     *
     * @param view one of {@link #VIEWS}
     * @param q beginning of the number of an order or of what is handed over; empty = all
     * @param kind a kind; empty = any
     */
    public record Filter(
            String view, String q, String kind, @Nullable UUID department) {

        public Filter {
            view = VIEWS.contains(view) ? view : "open";
            kind = List.of("to_warehouse", "to_carrier", "to_aftersales").contains(kind) ? kind : "";
        }
    }

    /** A page of them, those that are due first before others. */
    @Transactional(readOnly = true)
    public Slice<HandOverView> find(Filter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params) + " and " + VIEW_CONDITIONS.get(filter.view());
        boolean newest = filter.view().equals("done") || filter.view().equals("all");
        Keyset<HandOverView> order = newest
                ? Keyset.byTime("h.created_at", "h.id", true, HandOverView::createdAt, HandOverView::id)
                : Keyset.byTime("h.due_at", "h.id", false, HandOverView::dueAt, HandOverView::id);
        return order.page(
                cursor,
                size,
                (tail, values) -> sql(SELECT + where + tail)
                        .params(params)
                        .params(values)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    /** How many each view has, with the other parts of the filter. */
    @Transactional(readOnly = true)
    public Map<String, Long> counts(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        // what is done grows for ever and is not counted
        return sql("select count(*) as n_open, count(*) filter (where h.due_at < :now) as n_late,"
                        + " count(*) filter (where h.owner_id = :me) as n_mine from core.hand_over h"
                        + " where h.tenant_id = :tenant and h.state = 'open'" + where)
                .params(params)
                .query((rs, _) -> {
                    Map<String, Long> counts = new LinkedHashMap<>();
                    for (String view : List.of("open", "late", "mine")) {
                        counts.put(view, rs.getLong("n_" + view));
                    }
                    return counts;
                })
                .single();
    }

    /** How many of what the caller reaches a view shows; counted row by row up to a number. */
    @Transactional(readOnly = true)
    public long count(String view, int most) {
        Map<String, Object> params = new HashMap<>();
        String where = where(new Filter(view, "", "", null), params) + " and "
                + Objects.requireNonNull(VIEW_CONDITIONS.get(view));
        return sql("select count(*) from (select from core.hand_over h where h.tenant_id = :tenant" + where
                        + " limit :most) n")
                .params(params)
                .param("most", most)
                .query(Long.class)
                .single();
    }

    private String where(Filter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        params.putAll(reach.params());
        params.put("now", Timestamp.from(clock.instant()));
        params.put("me", Actor.currentUser());
        StringBuilder where = new StringBuilder(" and ").append(reach.filter("h.org_path"));
        if (!filter.q().isBlank()) {
            where.append(" and (h.order_number like :q or h.subject_number like :q)");
            params.put(
                    "q",
                    filter.q()
                                    .strip()
                                    .toUpperCase(java.util.Locale.ROOT)
                                    .replace("%", "")
                                    .replace("_", "") + "%");
        }
        if (!filter.kind().isEmpty()) {
            where.append(" and h.kind = :kind");
            params.put("kind", filter.kind());
        }
        if (filter.department() != null) {
            where.append(" and h.department_id = :department");
            params.put("department", filter.department());
        }
        return where.toString();
    }

    /** One that the caller reaches. */
    @Transactional(readOnly = true)
    public HandOverView handOver(UUID id) {
        return one(id, Permission.FULFILMENT_VIEW, false);
    }

    /** Those of an order, oldest first: of an order that the caller sees, or of what is within reach. */
    @Transactional(readOnly = true)
    public List<HandOverView> ofOrder(UUID orderId, String orderPath) {
        Access access = Access.current();
        Reach reach = access.reach(Permission.FULFILMENT_VIEW);
        boolean sells = access.allowsAt(Permission.ORDERS_VIEW, orderPath);
        return sql(SELECT + " and h.order_id = :order and " + (sells ? "true" : reach.filter("h.org_path"))
                        + " order by h.id")
                .params(sells ? Map.of() : reach.params())
                .param("order", orderId)
                .query((rs, _) -> view(rs))
                .list();
    }

    /** Those of what is handed over, oldest first; whoever sees that sees them. */
    @Transactional(readOnly = true)
    public List<HandOverView> ofSubject(UUID subject) {
        return sql(SELECT + " and h.subject_id = :subject order by h.id")
                .param("subject", subject)
                .query((rs, _) -> view(rs))
                .list();
    }

    /** The caller takes it over. */
    @Transactional
    public void take(UUID id) {
        HandOverView one = open(id);
        set(one, Map.of("owner_id", Actor.currentUser()));
        trail(
                "handover.taken",
                one,
                Map.of("owner", one.owner()),
                Map.of("owner", Actor.current().name()));
    }

    /**
     * Says who takes it over, and until when.
     *
     * @param department null = none in particular
     * @param owner a member who may see it; null = anybody
     * @param version the version that the caller saw
     */
    @Transactional
    public void assign(UUID id, long version, @Nullable UUID department, @Nullable UUID owner, Instant dueAt) {
        HandOverView one = open(id);
        if (one.version() != version) {
            throw new ProblemException(FulfilmentProblem.CHANGED_MEANWHILE);
        }
        FieldErrors errors = new FieldErrors();
        if (department != null && !settings.isDepartment(department)) {
            errors.add("/departmentId", FulfilmentProblem.UNKNOWN_DEPARTMENT);
        }
        if (owner != null && !colleagues.holds(owner, Permission.FULFILMENT_VIEW, List.of(one.path()))) {
            errors.add("/ownerId", FulfilmentProblem.UNKNOWN_MEMBER);
        }
        if (dueAt.isAfter(clock.instant().plus(Duration.ofDays(366)))
                || dueAt.isBefore(one.createdAt().minus(Duration.ofDays(1)))) {
            errors.add("/dueAt", FulfilmentProblem.BAD_TIME);
        }
        errors.throwIfAny();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("department_id", department);
        columns.put("owner_id", owner);
        columns.put("due_at", Timestamp.from(dueAt));
        set(one, columns);
        HandOverView now = one(id, Permission.FULFILMENT_MANAGE, false);
        trail(
                "handover.assigned",
                one,
                Map.of("department", one.department(), "owner", one.owner(), "due", one.dueAt()),
                Map.of("department", now.department(), "owner", now.owner(), "due", now.dueAt()));
    }

    /**
     * It is in the other hands now.
     *
     * @throws ProblemException if it is over already, or ends with an answer that was not given
     */
    @Transactional
    public void done(UUID id, String note) {
        HandOverView one = open(id);
        if (!one.endsByHand()) {
            throw new ProblemException(FulfilmentProblem.HAND_OVER_WAITS, one.subjectNumber());
        }
        if (note.length() > NOTE) {
            new FieldErrors().add("/note", FulfilmentProblem.BAD_TEXT, NOTE).throwIfAny();
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("state", "done");
        columns.put("note", note.strip());
        columns.put("done_at", Timestamp.from(clock.instant()));
        columns.put("done_by", Actor.current().userId());
        set(one, columns);
        trail("handover.done", one, Map.of(), Map.of("note", note.strip()));
    }

    private HandOverView open(UUID id) {
        HandOverView one = one(id, Permission.FULFILMENT_MANAGE, true);
        if (!one.state().equals("open")) {
            throw new ProblemException(FulfilmentProblem.HAND_OVER_CLOSED);
        }
        return one;
    }

    private HandOverView one(UUID id, Permission permission, boolean lock) {
        Reach reach = Access.current().require(permission);
        return sql(SELECT + " and h.id = :id and " + reach.filter("h.org_path") + (lock ? " for update of h" : ""))
                .params(reach.params())
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(FulfilmentProblem.HAND_OVER_NOT_FOUND));
    }

    private void set(HandOverView one, Map<String, ? extends @Nullable Object> columns) {
        StringBuilder sql = new StringBuilder("update core.hand_over set version = version + 1");
        columns.keySet()
                .forEach(c -> sql.append(", ")
                        .append(c)
                        .append(" = :")
                        .append(c)
                        .append(c.endsWith("_id") || c.equals("done_by") ? "::uuid" : ""));
        sql(sql + " where tenant_id = :tenant and id = :id")
                .params(columns)
                .param("id", one.id())
                .update();
    }

    private void trail(String action, HandOverView one, Map<String, ?> before, Map<String, ?> after) {
        UUID node = sql("select id from core.org_node where tenant_id = :tenant and path = :path")
                .param("path", one.path())
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional()
                .orElse(null);
        audit.record(action, new AuditTarget("hand_over", one.id(), one.subjectNumber(), node), before, after);
    }

    private static HandOverView view(ResultSet rs) throws SQLException {
        Timestamp done = rs.getTimestamp("done_at");
        return new HandOverView(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getObject("order_id", UUID.class),
                rs.getString("order_number"),
                rs.getString("subject_type"),
                rs.getObject("subject_id", UUID.class),
                rs.getString("subject_number"),
                rs.getObject("location_id", UUID.class),
                rs.getString("location_name"),
                rs.getString("org_path"),
                rs.getObject("department_id", UUID.class),
                rs.getString("department_name"),
                rs.getObject("owner_id", UUID.class),
                rs.getString("owner_name"),
                rs.getString("state"),
                rs.getString("note"),
                rs.getTimestamp("due_at").toInstant(),
                rs.getTimestamp("created_at").toInstant(),
                done == null ? null : done.toInstant(),
                rs.getString("done_name"),
                rs.getLong("version"));
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
