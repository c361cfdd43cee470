package io.storelane.rma;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** All returns of an order's lines together. Their bounds are constraints; who changes them has locked the order. */
@Component
class ReturnBalances {

    private final Database database;

    ReturnBalances(Database database) {
        this.database = database;
    }

    /** See the table's comments. */
    record Balance(long asked, long returned, long worth, long refunded, long exchanged) {

        static final Balance NONE = new Balance(0, 0, 0, 0, 0);
    }

    /** By line of the order; a line of which nothing was ever asked for has none. */
    Map<UUID, Balance> of(UUID order) {
        Map<UUID, Balance> balances = new HashMap<>();
        database.core()
                .sql("select * from core.rma_balance where tenant_id = :tenant and order_id = :order")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .query(rs -> {
                    balances.put(
                            rs.getObject("line_id", UUID.class),
                            new Balance(
                                    rs.getLong("asked"),
                                    rs.getLong("returned"),
                                    rs.getLong("worth"),
                                    rs.getLong("refunded"),
                                    rs.getLong("exchanged")));
                });
        return balances;
    }

    /** Units that are asked for. */
    record Asked(UUID line, long units, long shipped) {}

    void ask(UUID order, List<Asked> lines) {
        database.core()
                .sql("""
                        insert into core.rma_balance as b (tenant_id, order_id, line_id, asked, shipped)
                        select ?, ?, u.* from unnest(?::uuid[], ?::bigint[], ?::bigint[]) u
                        on conflict (tenant_id, order_id, line_id) do update
                          set asked = b.asked + excluded.asked, shipped = greatest(b.shipped, excluded.shipped)""")
                .param(Scope.currentTenant().value())
                .param(order)
                .param(Rows.array("uuid", lines, Asked::line))
                .param(Rows.array("bigint", lines, Asked::units))
                .param(Rows.array("bigint", lines, Asked::shipped))
                .update();
    }

    /** Units that can be asked for again. */
    void release(UUID order, Map<UUID, Long> units) {
        add(order, units, "asked = b.asked - u.amount");
    }

    /** What units cost that have come. */
    record Came(UUID line, long units, long worth, long total) {}

    void receive(UUID order, List<Came> lines) {
        database.core()
                .sql("""
                        update core.rma_balance b set returned = b.returned + u.units, worth = b.worth + u.worth,
                          total = greatest(u.total, b.worth + u.worth)
                        from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) u (id, units, worth, total)
                        where b.tenant_id = ? and b.order_id = ? and b.line_id = u.id""")
                .param(Rows.array("uuid", lines, Came::line))
                .param(Rows.array("bigint", lines, Came::units))
                .param(Rows.array("bigint", lines, Came::worth))
                .param(Rows.array("bigint", lines, Came::total))
                .param(Scope.currentTenant().value())
                .param(order)
                .update();
    }

    void refund(UUID order, Map<UUID, Long> amounts) {
        add(order, amounts, "refunded = b.refunded + u.amount");
    }

    void exchange(UUID order, Map<UUID, Long> amounts) {
        add(order, amounts, "exchanged = b.exchanged + u.amount");
    }

    private void add(UUID order, Map<UUID, Long> amounts, String change) {
        List<Map.Entry<UUID, Long>> rows = List.copyOf(amounts.entrySet());
        database.core()
                .sql("update core.rma_balance b set " + change + """
                         from unnest(?::uuid[], ?::bigint[]) u (id, amount)
                        where b.tenant_id = ? and b.order_id = ? and b.line_id = u.id""")
                .param(Rows.array("uuid", rows, Map.Entry::getKey))
                .param(Rows.array("bigint", rows, Map.Entry::getValue))
                .param(Scope.currentTenant().value())
                .param(order)
                .update();
    }

    /** What went back of the order's shipping. */
    long shippingRefunded(UUID order) {
        return database.core()
                .sql("select coalesce(sum(refunded), 0)::bigint from core.rma_shipping"
                        + " where tenant_id = :tenant and order_id = :order")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .query(Long.class)
                .single();
    }

    void refundShipping(UUID order, long shipping, long amount) {
        database.core()
                .sql("""
                        insert into core.rma_shipping as s (tenant_id, order_id, shipping, refunded)
                        values (:tenant, :order, :shipping, :amount)
                        on conflict (tenant_id, order_id) do update set refunded = s.refunded + excluded.refunded""")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .param("shipping", shipping)
                .param("amount", amount)
                .update();
    }
}
