package io.storelane.order;

import io.storelane.problem.Fault;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders that are sent again under a number that is stored already. The same order sent again is answered with the one that is
 * stored; another order under its number is a mistake of the sender, which would else go unseen. Of a channel the stored one
 * holds: its connector sends an order again whenever anything about it changes.
 */
@Component
class KnownOrders {

    private record Head(String currency, long total) {}

    private record Line(String sku, long quantity, long unitPrice, int taxRate, long cancelled) {}

    private final Database database;

    KnownOrders(Database database) {
        this.database = database;
    }

    /** A draft whose number is that of an order. */
    record Found(Draft draft, Placement.Known order) {}

    /** The orders that are stored under channel and number of these, by both. */
    @Transactional(readOnly = true)
    public Map<List<Object>, Placement.Known> stored(List<PlaceOrder> commands) {
        Map<List<Object>, Placement.Known> stored = new HashMap<>();
        database.core()
                .sql("""
                        select o.channel_id, o.external_id, o.id, o.number from unnest(?::uuid[], ?::text[]) w (channel_id, external_id)
                        join core.sales_order o on o.tenant_id = ? and o.channel_id = w.channel_id
                          and o.external_id = w.external_id""")
                .param(Rows.array("uuid", commands, PlaceOrder::channelId))
                .param(Rows.array("text", commands, PlaceOrder::externalId))
                .param(Scope.currentTenant().value())
                .query(rs -> {
                    stored.put(
                            List.of(rs.getObject(1, UUID.class), rs.getString(2)),
                            new Placement.Known(rs.getObject(3, UUID.class), rs.getString(4)));
                });
        return stored;
    }

    /** What is said of each of these, in their order. */
    @Transactional(readOnly = true)
    public List<Placement> judge(List<Found> found) {
        return found.stream().map(f -> judge(f.draft(), f.order())).toList();
    }

    /** What is said of a draft whose number is that of this order. */
    @Transactional(readOnly = true)
    public Placement judge(Draft draft, Placement.Known known) {
        return draft.isFact() || isSame(draft, known.id())
                ? known
                : new Placement.Refused(
                        List.of(Fault.of(OrderProblem.EXTERNAL_ID_USED, "/externalId", known.number(), known.id())));
    }

    private boolean isSame(Draft draft, UUID id) {
        Head head = database.core()
                .sql("select currency, total from core.sales_order where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new Head(rs.getString("currency"), rs.getLong("total")))
                .single();
        List<Line> stored = database.core()
                .sql("""
                        select sku, quantity, unit_price, tax_rate_bp, cancelled from core.order_line
                        where tenant_id = :tenant and order_id = :id and parent_id is null order by position""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new Line(
                        rs.getString("sku"),
                        rs.getLong("quantity"),
                        rs.getLong("unit_price"),
                        rs.getInt("tax_rate_bp"),
                        rs.getLong("cancelled")))
                .list();
        List<PlaceOrder.Line> sent = draft.command().lines();
        List<Draft.DraftLine> priced =
                draft.lines().stream().filter(l -> l.parentId() == null).toList();
        if (!head.currency().equals(draft.currency()) || sent.size() != stored.size()) {
            return false;
        }
        boolean comparable = true;
        for (int i = 0; i < stored.size(); i++) {
            Line line = stored.get(i);
            PlaceOrder.Line wanted = sent.get(i);
            if (!sameSku(line.sku(), wanted.sku())
                    || line.quantity() != wanted.quantity()
                    || (wanted.unitPrice() != null && !wanted.gift() && wanted.unitPrice() != line.unitPrice())) {
                return false;
            }
            Draft.DraftLine now = priced.get(i);
            comparable &=
                    line.cancelled() == 0 && now.unitPrice() == line.unitPrice() && now.taxRate() == line.taxRate();
        }
        // what the list or the workspace set meanwhile, and what was cancelled, makes it no other order
        return !comparable || head.total() == draft.amounts().total();
    }

    private static boolean sameSku(String stored, String sent) {
        return stored.toLowerCase(Locale.ROOT)
                .equals(Texts.kept(sent, 100).strip().toLowerCase(Locale.ROOT));
    }
}
