package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders with their lines, many in few statements, for programs: of those that the caller reaches, personal data masked. */
@Service
public class OrderRecords {

    private final Database database;
    private final OrderReader reader;

    OrderRecords(Database database, OrderReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /**
     * An order.
     *
     * @param shippedAt when units of it left last, null if none did
     * @param deliveredAt when units of it arrived last, null if none did
     */
    public record Told(
            OrderView order,
            List<OrderView.Line> lines,
            @Nullable Instant shippedAt,
            @Nullable Instant deliveredAt) {}

    @Transactional(readOnly = true)
    public Optional<Told> find(UUID id) {
        return read(" and o.id = :id", Map.of("id", id)).stream().findFirst();
    }

    @Transactional(readOnly = true)
    public Optional<Told> numbered(String number) {
        return read(" and o.number = :number", Map.of("number", number)).stream()
                .findFirst();
    }

    /** Orders of a customer, the newest first. @param before placed before; null = the newest */
    @Transactional(readOnly = true)
    public List<Told> ofCustomer(UUID customer, @Nullable Instant before, int most) {
        Map<String, Object> params = new HashMap<>(Map.of("customer", customer, "most", most));
        String until = "";
        if (before != null) {
            until = " and o.placed_at < :before";
            params.put("before", Timestamp.from(before));
        }
        return read(
                " and o.customer_id = :customer" + until + " order by o.placed_at desc, o.id desc limit :most", params);
    }

    /** Those that follow in the order of their ids. @param after null = from the beginning */
    @Transactional(readOnly = true)
    public List<Told> after(@Nullable UUID after, int most) {
        return read(
                " and o.id > :after order by o.id limit :most",
                Map.of("after", after == null ? new UUID(0, 0) : after, "most", most));
    }

    private List<Told> read(String tail, Map<String, Object> values) {
        Reach reach = Access.current().require(Permission.ORDERS_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.putAll(values);
        params.put("tenant", Scope.currentTenant().value());
        List<OrderView> orders = database.core()
                .sql(OrderReader.SELECT + " and " + reach.filter("o.org_path") + tail)
                .params(params)
                .query((rs, _) -> OrderReader.view(rs).masked())
                .list();
        List<UUID> ids = orders.stream().map(OrderView::id).toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<OrderView.Line>> lines = reader.lines(ids);
        Map<UUID, Times> times = times(ids);
        return orders.stream()
                .map(o -> {
                    Times of = times.getOrDefault(o.id(), Times.NONE);
                    return new Told(o, lines.getOrDefault(o.id(), List.of()), of.shipped(), of.delivered());
                })
                .toList();
    }

    private record Times(
            @Nullable Instant shipped, @Nullable Instant delivered) {

        static final Times NONE = new Times(null, null);
    }

    private Map<UUID, Times> times(List<UUID> orders) {
        Map<UUID, Times> times = new HashMap<>();
        database.core()
                .sql("""
                        select e.order_id, max(e.at) filter (where e.kind = 'shipped') as shipped,
                          max(e.at) filter (where e.kind = 'delivered') as delivered from core.order_entry e
                        where e.tenant_id = :tenant and e.order_id = any (:orders) and e.kind in ('shipped', 'delivered')
                        group by e.order_id""")
                .param("tenant", Scope.currentTenant().value())
                .param("orders", new SqlArrayValue("uuid", orders.toArray()))
                .query(rs -> {
                    times.put(
                            rs.getObject("order_id", UUID.class),
                            new Times(instant(rs.getTimestamp("shipped")), instant(rs.getTimestamp("delivered"))));
                });
        return times;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
