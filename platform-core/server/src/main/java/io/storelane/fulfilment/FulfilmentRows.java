package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** The rows of fulfilment orders, with those of their lines and parcels. */
@Component
class FulfilmentRows {

    static final String SELECT = """
            select f.*, l.code as location_code, l.name as location_name, l.node_id as location_node, l.org_path as location_path,
              coalesce(m.name, '') as assignee_name
            from core.fulfilment f join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id
            left join platform.tenant_member m on m.tenant_id = f.tenant_id and m.user_id = f.assignee_id
            where f.tenant_id = :tenant""";

    private static final Rows<FulfilmentView> HEADS = Rows.<FulfilmentView>of("fulfilment")
            .with("id", "uuid", FulfilmentView::id)
            .with("number", "text", FulfilmentView::number)
            .with("order_id", "uuid", FulfilmentView::orderId)
            .with("order_number", "text", FulfilmentView::orderNumber)
            .with("location_id", "uuid", FulfilmentView::locationId)
            .with("state", "text", f -> f.state().code())
            .with("held", "boolean", FulfilmentView::held)
            .with("assignee_id", "uuid", FulfilmentView::assigneeId)
            .with("ship_province", "text", FulfilmentView::province)
            .with("ship_city", "text", FulfilmentView::city)
            .with("lines", "integer", f -> f.lines().size())
            .with("units", "bigint", FulfilmentView::units)
            .with("due_at", "timestamptz", f -> Timestamp.from(f.dueAt()))
            .with("created_at", "timestamptz", f -> Timestamp.from(f.createdAt()))
            .with("updated_at", "timestamptz", f -> Timestamp.from(f.updatedAt()))
            .with("accepted_at", "timestamptz", f -> timestamp(f.acceptedAt()))
            .with("packed_at", "timestamptz", f -> timestamp(f.packedAt()));

    private record LineRow(UUID fulfilment, FulfilmentView.Line line) {}

    private static final Rows<LineRow> LINES = Rows.<LineRow>of("fulfilment_line")
            .with("fulfilment_id", "uuid", LineRow::fulfilment)
            .with("line_id", "uuid", r -> r.line().lineId())
            .with("variant_id", "uuid", r -> r.line().variantId())
            .with("sku", "text", r -> r.line().sku())
            .with("title", "text", r -> r.line().title())
            .with("units", "bigint", r -> r.line().units())
            .with("picked", "bigint", r -> r.line().picked());

    /** A number that a carrier gave is not given again within this time. */
    private static final Duration NUMBERS_REST = Duration.ofDays(180);

    private final Database database;
    private final Clock clock;

    FulfilmentRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    /** One that the caller reaches by its location, with lines and parcels. */
    FulfilmentView find(UUID id, Permission permission, boolean lock) {
        Reach reach = Access.current().require(permission);
        FulfilmentView head = sql(SELECT + " and f.id = :id and " + reach.filter("l.org_path")
                        + (lock ? " for update of f" : ""))
                .params(reach.params())
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(FulfilmentProblem.NOT_FOUND));
        return full(List.of(head)).getFirst();
    }

    /** Those of these orders, oldest first, with lines and parcels, whoever asks. */
    List<FulfilmentView> ofOrders(Collection<UUID> orders) {
        return full(database.core()
                .sql(SELECT.replace(":tenant", "?") + " and f.order_id = any (?) order by f.id")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", List.copyOf(orders), o -> o))
                .query((rs, _) -> view(rs))
                .list());
    }

    /** Those of these orders that have any. */
    List<UUID> withFulfilment(Collection<UUID> orders) {
        return database.core()
                .sql("select distinct order_id from core.fulfilment where tenant_id = ? and order_id = any (?)")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", List.copyOf(orders), o -> o))
                .query((rs, _) -> rs.getObject("order_id", UUID.class))
                .list();
    }

    List<FulfilmentView> full(List<FulfilmentView> heads) {
        if (heads.isEmpty()) {
            return heads;
        }
        List<UUID> ids = heads.stream().map(FulfilmentView::id).toList();
        Map<UUID, List<FulfilmentView.Line>> lines = new HashMap<>();
        database.core()
                .sql(
                        "select * from core.fulfilment_line where tenant_id = ? and fulfilment_id = any (?) order by sku, line_id")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", ids, id -> id))
                .query(rs -> {
                    lines.computeIfAbsent(rs.getObject("fulfilment_id", UUID.class), _ -> new ArrayList<>())
                            .add(line(rs));
                });
        Map<UUID, List<ParcelView>> parcels = parcels(ids);
        return heads.stream()
                .map(f -> f.with(lines.getOrDefault(f.id(), List.of()), parcels.getOrDefault(f.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<ParcelView>> parcels(List<UUID> fulfilments) {
        Map<UUID, ParcelView> byId = new LinkedHashMap<>();
        database.core()
                .sql("""
                        select p.*, i.line_id, i.units as line_units from core.parcel p
                        join core.parcel_line i on i.tenant_id = p.tenant_id and i.parcel_id = p.id
                        where p.tenant_id = ? and p.fulfilment_id = any (?) order by p.id, i.line_id""")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", fulfilments, id -> id))
                .query(rs -> {
                    ParcelView parcel = parcel(rs);
                    byId.computeIfAbsent(parcel.id(), _ -> parcel)
                            .parts()
                            .add(new ParcelView.Part(rs.getObject("line_id", UUID.class), rs.getLong("line_units")));
                });
        Map<UUID, List<ParcelView>> parcels = new HashMap<>();
        byId.values()
                .forEach(p -> parcels.computeIfAbsent(p.fulfilmentId(), _ -> new ArrayList<>())
                        .add(p));
        return parcels;
    }

    private static ParcelView parcel(ResultSet rs) throws SQLException {
        return new ParcelView(
                rs.getObject("id", UUID.class),
                rs.getObject("fulfilment_id", UUID.class),
                rs.getObject("order_id", UUID.class),
                rs.getString("state"),
                rs.getString("carrier"),
                rs.getString("tracking"),
                rs.getLong("units"),
                rs.getTimestamp("shipped_at").toInstant(),
                instant(rs, "delivered_at"),
                new ArrayList<>());
    }

    private static FulfilmentView.Line line(ResultSet rs) throws SQLException {
        return new FulfilmentView.Line(
                rs.getObject("line_id", UUID.class),
                rs.getObject("variant_id", UUID.class),
                rs.getString("sku"),
                rs.getString("title"),
                rs.getLong("units"),
                rs.getLong("picked"),
                rs.getLong("shipped"),
                rs.getLong("delivered"));
    }

    static FulfilmentView view(ResultSet rs) throws SQLException {
        return new FulfilmentView(
                rs.getObject("id", UUID.class),
                rs.getString("number"),
                rs.getObject("order_id", UUID.class),
                rs.getString("order_number"),
                rs.getObject("location_id", UUID.class),
                rs.getString("location_code"),
                rs.getString("location_name"),
                rs.getObject("location_node", UUID.class),
                rs.getString("location_path"),
                WorkState.of(rs.getString("state")),
                rs.getBoolean("held"),
                rs.getString("reason"),
                rs.getObject("merged_into", UUID.class),
                rs.getObject("assignee_id", UUID.class),
                rs.getString("assignee_name"),
                rs.getString("ship_province"),
                rs.getString("ship_city"),
                rs.getLong("units"),
                rs.getLong("shipped"),
                rs.getLong("delivered"),
                rs.getTimestamp("due_at").toInstant(),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                instant(rs, "accepted_at"),
                instant(rs, "packed_at"),
                instant(rs, "shipped_at"),
                instant(rs, "delivered_at"),
                rs.getLong("version"),
                List.of(),
                List.of());
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** New ones, with their lines. */
    void insert(List<FulfilmentView> fulfilments) {
        Rows.send(
                database,
                List.of(
                        HEADS.ready(fulfilments),
                        LINES.ready(fulfilments.stream()
                                .flatMap(f -> f.lines().stream().map(l -> new LineRow(f.id(), l)))
                                .toList())));
    }

    /** Sets columns of a row that is locked. */
    void set(UUID id, Map<String, ? extends @Nullable Object> columns) {
        StringBuilder sql = new StringBuilder("update core.fulfilment set version = version + 1, updated_at = :now");
        columns.keySet().forEach(c -> sql.append(", ").append(c).append(" = :").append(c));
        sql(sql + " where tenant_id = :tenant and id = :id")
                .params(columns)
                .param("now", now())
                .param("id", id)
                .update();
    }

    /** Gives it exactly these lines; what left of a line stays. At least one unit has to be in them. */
    void lines(UUID id, List<FulfilmentView.Line> lines) {
        sql("delete from core.fulfilment_line where tenant_id = :tenant and fulfilment_id = :id")
                .param("id", id)
                .update();
        for (FulfilmentView.Line line : lines) {
            sql("""
                            insert into core.fulfilment_line (tenant_id, fulfilment_id, line_id, variant_id, sku, title, units, picked,
                              shipped, delivered)
                            values (:tenant, :id, :line, :variant, :sku, :title, :units, :picked, :shipped, :delivered)""")
                    .param("id", id)
                    .param("line", line.lineId())
                    .param("variant", line.variantId())
                    .param("sku", line.sku())
                    .param("title", line.title())
                    .param("units", line.units())
                    .param("picked", Math.min(line.picked(), line.units()))
                    .param("shipped", line.shipped())
                    .param("delivered", line.delivered())
                    .update();
        }
        set(
                id,
                Map.of(
                        "lines",
                        lines.size(),
                        "units",
                        lines.stream().mapToLong(FulfilmentView.Line::units).sum()));
    }

    /** @param column {@code picked}, {@code shipped} or {@code delivered} */
    void add(UUID id, String column, Map<UUID, Long> units) {
        units.forEach((line, count) -> sql("update core.fulfilment_line set " + column + " = " + column + " + :units"
                        + " where tenant_id = :tenant and fulfilment_id = :id and line_id = :line")
                .param("units", count)
                .param("id", id)
                .param("line", line)
                .update());
    }

    /** @return false if another parcel has got this number of this carrier meanwhile */
    boolean insertParcel(ParcelView parcel, @Nullable UUID by) {
        int made = sql("""
                        insert into core.parcel (tenant_id, id, fulfilment_id, order_id, state, carrier, tracking, units, shipped_at, shipped_by)
                        values (:tenant, :id, :fulfilment, :order, 'shipped', :carrier, :tracking, :units, :at, :by::uuid)
                        on conflict do nothing""")
                .param("id", parcel.id())
                .param("fulfilment", parcel.fulfilmentId())
                .param("order", parcel.orderId())
                .param("carrier", parcel.carrier())
                .param("tracking", parcel.tracking())
                .param("units", parcel.units())
                .param("at", Timestamp.from(parcel.shippedAt()))
                .param("by", by)
                .update();
        if (made == 0) {
            return false;
        }
        parcel.parts()
                .forEach(part -> sql("insert into core.parcel_line (tenant_id, parcel_id, line_id, units)"
                                + " values (:tenant, :parcel, :line, :units)")
                        .param("parcel", parcel.id())
                        .param("line", part.lineId())
                        .param("units", part.units())
                        .update());
        return true;
    }

    /**
     * Number of the fulfilment order whose parcel has this number already: of the same carrier, or of another order within half a year.
     * People write one carrier in many ways, and carriers use numbers again, but not so soon.
     */
    String tracked(ParcelView parcel) {
        if (parcel.tracking().isEmpty()) {
            return "";
        }
        return sql("""
                        select f.number from core.parcel p join core.fulfilment f on f.tenant_id = p.tenant_id and f.id = p.fulfilment_id
                        where p.tenant_id = :tenant and p.tracking = :tracking
                          and (p.carrier_key = lower(:carrier) and not p.carrier_repeated or p.order_id <> :order and p.shipped_at > :since)
                        order by p.shipped_at desc limit 1""")
                .param("tracking", parcel.tracking())
                .param("carrier", parcel.carrier())
                .param("order", parcel.orderId())
                .param("since", Timestamp.from(parcel.shippedAt().minus(NUMBERS_REST)))
                .query((rs, _) -> rs.getString(1))
                .optional()
                .orElse("");
    }

    void parcelDelivered(UUID parcel) {
        sql("update core.parcel set state = 'delivered', delivered_at = :now, version = version + 1"
                        + " where tenant_id = :tenant and id = :id")
                .param("now", now())
                .param("id", parcel)
                .update();
    }

    /** The order that it belongs to, if the caller reaches its location; to be locked first. */
    UUID orderOf(UUID id, Permission permission) {
        Reach reach = Access.current().require(permission);
        return sql("select f.order_id from core.fulfilment f join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id"
                        + " where f.tenant_id = :tenant and f.id = :id and " + reach.filter("l.org_path"))
                .params(reach.params())
                .param("id", id)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional()
                .orElseThrow(() -> new ProblemException(FulfilmentProblem.NOT_FOUND));
    }

    static UUID newId() {
        return Ids.next();
    }

    Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
