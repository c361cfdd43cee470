package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads orders that the caller reaches. */
@Component
class OrderReader {

    static final String SELECT = """
            select o.*, c.name as channel_name from core.sales_order o
            join core.channel c on c.tenant_id = o.tenant_id and c.id = o.channel_id where o.tenant_id = :tenant""";

    private final Database database;

    OrderReader(Database database) {
        this.database = database;
    }

    /** @throws ProblemException if there is none, or the caller may not know of it */
    OrderView order(UUID id, Permission permission, boolean lock) {
        Reach reach = Access.current().require(permission);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("id", id);
        return database.core()
                .sql(SELECT + " and o.id = :id and " + reach.condition("o.org_path") + (lock ? " for update of o" : ""))
                .params(params)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(OrderProblem.NOT_FOUND));
    }

    /** Locked, without regard to the reach: who counts stock or delivers need not see whose order it is. */
    OrderView locked(UUID id) {
        return database.core()
                .sql(SELECT + " and o.id = :id for update of o")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(OrderProblem.NOT_FOUND));
    }

    List<OrderView.Line> lines(UUID orderId) {
        return database.core()
                .sql("select * from core.order_line where tenant_id = :tenant and order_id = :order order by position")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> OrderMoney.left(line(rs)))
                .list();
    }

    /** Lines of several orders, by the order. */
    Map<UUID, List<OrderView.Line>> lines(List<UUID> orders) {
        Map<UUID, List<OrderView.Line>> lines = new HashMap<>();
        database.core()
                .sql("select * from core.order_line where tenant_id = ? and order_id = any (?) order by position")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", orders, id -> id))
                .query(rs -> {
                    lines.computeIfAbsent(rs.getObject("order_id", UUID.class), _ -> new ArrayList<>())
                            .add(OrderMoney.left(line(rs)));
                });
        return lines;
    }

    List<OrderView.Payment> payments(UUID orderId) {
        return database.core()
                .sql("select * from core.order_payment where tenant_id = :tenant and order_id = :order order by id")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> new OrderView.Payment(
                        rs.getString("kind"),
                        rs.getString("method"),
                        rs.getString("reference"),
                        rs.getLong("amount"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    List<OrderView.Entry> entries(UUID orderId) {
        return database.core()
                .sql("select * from core.order_entry where tenant_id = :tenant and order_id = :order order by id")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> new OrderView.Entry(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("detail"),
                        rs.getString("note"),
                        rs.getString("actor_name"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    List<OrderView.Task> tasks(UUID orderId) {
        return database.core()
                .sql("select * from core.order_task where tenant_id = :tenant and order_id = :order order by id")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> new OrderView.Task(
                        rs.getObject("id", UUID.class),
                        rs.getObject("line_id", UUID.class),
                        rs.getString("fault"),
                        rs.getString("detail"),
                        rs.getString("state"),
                        rs.getTimestamp("created_at").toInstant()))
                .list();
    }

    /** @param lines of the same order: shares follow what is left of them */
    List<OrderView.Share> shares(UUID orderId, List<OrderView.Line> lines) {
        List<OrderView.Share> whole = database.core()
                .sql("select * from core.order_discount where tenant_id = :tenant and order_id = :order order by id")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> new OrderView.Share(
                        rs.getObject("line_id", UUID.class),
                        rs.getString("code"),
                        rs.getString("label"),
                        rs.getLong("amount")))
                .list();
        return OrderMoney.shares(whole, lines);
    }

    static OrderView view(ResultSet rs) throws SQLException {
        return new OrderView(
                rs.getObject("id", UUID.class),
                rs.getString("number"),
                rs.getObject("channel_id", UUID.class),
                rs.getString("channel_name"),
                rs.getString("external_id"),
                rs.getString("source"),
                rs.getObject("node_id", UUID.class),
                rs.getString("org_path"),
                rs.getObject("customer_id", UUID.class),
                OrderState.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                PaymentState.valueOf(rs.getString("payment_state").toUpperCase(Locale.ROOT)),
                FulfilmentState.valueOf(rs.getString("fulfilment_state").toUpperCase(Locale.ROOT)),
                rs.getString("aftersales_state"),
                rs.getBoolean("held"),
                rs.getString("hold_reason"),
                rs.getString("currency"),
                rs.getBoolean("tax_included"),
                rs.getLong("subtotal"),
                rs.getLong("discount"),
                rs.getLong("shipping"),
                rs.getLong("tax"),
                rs.getLong("total"),
                rs.getLong("paid"),
                rs.getLong("refunded"),
                rs.getLong("credited"),
                rs.getLong("exchanged"),
                new PlaceOrder.Buyer(
                        rs.getString("buyer_name"), rs.getString("buyer_phone"), rs.getString("buyer_email")),
                new PlaceOrder.Address(
                        rs.getString("ship_name"),
                        rs.getString("ship_phone"),
                        rs.getString("ship_country"),
                        rs.getString("ship_region"),
                        rs.getString("ship_province"),
                        rs.getString("ship_city"),
                        rs.getString("ship_district"),
                        rs.getString("ship_street"),
                        rs.getString("ship_postal_code")),
                new PlaceOrder.Invoice(
                        rs.getString("invoice_kind"),
                        rs.getString("invoice_title"),
                        rs.getString("invoice_tax_number")),
                rs.getObject("sales_person_id", UUID.class),
                rs.getObject("assignee_id", UUID.class),
                rs.getString("note"),
                Arrays.asList((String[]) rs.getArray("tags").getArray()),
                rs.getTimestamp("placed_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getLong("version"));
    }

    private static OrderView.Line line(ResultSet rs) throws SQLException {
        return new OrderView.Line(
                rs.getObject("id", UUID.class),
                rs.getInt("position"),
                rs.getString("kind"),
                rs.getObject("parent_id", UUID.class),
                rs.getObject("variant_id", UUID.class),
                rs.getString("sku"),
                rs.getString("title"),
                rs.getLong("quantity"),
                rs.getLong("cancelled"),
                rs.getLong("reserved"),
                rs.getLong("short"),
                rs.getLong("in_work"),
                rs.getLong("shipped"),
                rs.getLong("delivered"),
                rs.getLong("returned"),
                rs.getLong("unit_price"),
                rs.getLong("discount"),
                rs.getLong("tax"),
                rs.getLong("total"),
                rs.getInt("tax_rate_bp"));
    }
}
