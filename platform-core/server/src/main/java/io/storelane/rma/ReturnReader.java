package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads returns that the caller reaches: those of orders within reach, and those that come back to a location there. */
@Component
class ReturnReader {

    static final String FROM = """
             from core.rma r left join core.location l on l.tenant_id = r.tenant_id and l.id = r.location_id
            where r.tenant_id = :tenant and\s""";

    private static final String SELECT = """
            select r.*, l.name as location_name, q.* from core.rma r
            left join core.location l on l.tenant_id = r.tenant_id and l.id = r.location_id
            cross join lateral (
              select coalesce(sum(i.quantity), 0)::bigint as units, coalesce(sum(i.received), 0)::bigint as arrived,
                coalesce(sum(i.missing), 0)::bigint as missing, coalesce(sum(i.restocked), 0)::bigint as restocked,
                coalesce(sum(i.scrapped), 0)::bigint as scrapped, coalesce(sum(i.worth), 0)::bigint as worth
              from core.rma_line i where i.tenant_id = r.tenant_id and i.rma_id = r.id) q
            where r.tenant_id = :tenant and\s""";

    private final Database database;

    ReturnReader(Database database) {
        this.database = database;
    }

    /** What a caller sees with this reach. */
    static String within(Reach reach) {
        return reach.covers(Access.ROOT_PATH)
                ? "true"
                : "(" + reach.condition("r.org_path") + " or " + reach.filter("l.org_path") + ")";
    }

    /** Paths at which somebody has to be to see the return: that of the order, and of the location that it comes back to. */
    List<String> places(ReturnView rma) {
        List<String> places = new ArrayList<>(List.of(rma.path()));
        if (rma.locationId() != null) {
            database.core()
                    .sql("select org_path from core.location where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", rma.locationId())
                    .query((rs, _) -> places.add(rs.getString("org_path")))
                    .list();
        }
        return places;
    }

    /** A return that the caller may see, with its lines. @throws ProblemException if there is none */
    ReturnView seen(UUID id) {
        Reach reach = Access.current().require(Permission.RETURNS_VIEW);
        return one(within(reach), reach, id);
    }

    /** A return of an order at whose node the caller holds the permission, with its lines. */
    ReturnView of(UUID id, Permission permission) {
        Reach reach = Access.current().require(permission);
        return one(reach.condition("r.org_path"), reach, id);
    }

    private ReturnView one(String condition, Reach reach, UUID id) {
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("id", id);
        ReturnView head = rows(condition + " and r.id = :id", params).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(RmaProblem.NOT_FOUND));
        return head.with(lines(List.of(id)).getOrDefault(id, List.of()));
    }

    /** The same return after the caller has locked its order and its row. @throws ProblemException of another version */
    ReturnView locked(ReturnView seen, @Nullable Long version) {
        long now = database.core()
                .sql("select version from core.rma where tenant_id = :tenant and id = :id for no key update")
                .param("tenant", Scope.currentTenant().value())
                .param("id", seen.id())
                .query(Long.class)
                .single();
        if (version != null && now != version) {
            throw new ProblemException(RmaProblem.CHANGED_MEANWHILE);
        }
        return again(seen.id());
    }

    /** A return that the caller was found to see. */
    ReturnView again(UUID id) {
        return rows("r.id = :id", Map.of("id", id))
                .getFirst()
                .with(lines(List.of(id)).getOrDefault(id, List.of()));
    }

    /** @param tail conditions, order and limit */
    List<ReturnView> rows(String tail, Map<String, ?> params) {
        return database.core()
                .sql(SELECT + tail)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> view(rs))
                .list();
    }

    /** The returns of an order, the newest first, with their lines. */
    List<ReturnView> ofOrder(UUID order) {
        List<ReturnView> heads = rows("r.order_id = :order order by r.id desc", Map.of("order", order));
        Map<UUID, List<ReturnView.Line>> lines =
                lines(heads.stream().map(ReturnView::id).toList());
        return heads.stream()
                .map(h -> h.with(lines.getOrDefault(h.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<ReturnView.Line>> lines(List<UUID> returns) {
        Map<UUID, List<ReturnView.Line>> lines = new HashMap<>();
        database.core()
                .sql("select * from core.rma_line where tenant_id = ? and rma_id = any (?) order by position")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", returns, id -> id))
                .query(rs -> {
                    lines.computeIfAbsent(rs.getObject("rma_id", UUID.class), _ -> new ArrayList<>())
                            .add(new ReturnView.Line(
                                    rs.getObject("line_id", UUID.class),
                                    rs.getObject("variant_id", UUID.class),
                                    rs.getString("sku"),
                                    rs.getString("title"),
                                    rs.getLong("quantity"),
                                    rs.getLong("received"),
                                    rs.getLong("missing"),
                                    rs.getLong("restocked"),
                                    rs.getLong("scrapped"),
                                    rs.getLong("worth"),
                                    rs.getLong("refunded")));
                });
        return lines;
    }

    List<ReturnView.Entry> entries(UUID id) {
        return database.core()
                .sql("select * from core.rma_entry where tenant_id = :tenant and rma_id = :id order by id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new ReturnView.Entry(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("detail"),
                        rs.getString("note"),
                        rs.getString("actor_name"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static ReturnView view(ResultSet rs) throws SQLException {
        String location = rs.getString("location_name");
        return new ReturnView(
                rs.getObject("id", UUID.class),
                rs.getString("number"),
                rs.getObject("order_id", UUID.class),
                rs.getString("order_number"),
                rs.getObject("node_id", UUID.class),
                rs.getString("org_path"),
                rs.getObject("location_id", UUID.class),
                location == null ? "" : location,
                Resolution.valueOf(rs.getString("resolution").toUpperCase(Locale.ROOT)),
                ReturnState.of(rs.getString("state")),
                ReturnReason.valueOf(rs.getString("reason").toUpperCase(Locale.ROOT)),
                rs.getString("note"),
                rs.getString("answer"),
                rs.getString("override_reason"),
                rs.getString("tracking"),
                rs.getString("currency"),
                rs.getLong("units"),
                rs.getLong("arrived"),
                rs.getLong("missing"),
                rs.getLong("restocked"),
                rs.getLong("scrapped"),
                rs.getLong("worth"),
                rs.getLong("refunded"),
                rs.getLong("shipping_refunded"),
                rs.getObject("exchange_order_id", UUID.class),
                rs.getObject("assignee_id", UUID.class),
                instant(rs.getTimestamp("due_at")),
                rs.getString("requested_by"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getLong("version"),
                List.of());
    }
}
