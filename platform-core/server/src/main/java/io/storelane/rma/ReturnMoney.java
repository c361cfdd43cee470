package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderAftersales;
import io.storelane.order.OrderPayments;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.order.Split;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnBalances.Balance;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is given for the units of a return that came: money, as it is recorded with the order, or other units. */
@Service
public class ReturnMoney {

    private final Database database;
    private final OrderAftersales orders;
    private final OrderPayments payments;
    private final Orders placing;
    private final ReturnReader reader;
    private final ReturnWriter writer;
    private final ReturnBalances balances;

    ReturnMoney(
            Database database,
            OrderAftersales orders,
            OrderPayments payments,
            Orders placing,
            ReturnReader reader,
            ReturnWriter writer,
            ReturnBalances balances) {
        this.database = database;
        this.orders = orders;
        this.payments = payments;
        this.placing = placing;
        this.reader = reader;
        this.writer = writer;
        this.balances = balances;
    }

    /**
     * What can be given back now, minor units.
     *
     * @param goods for the units that came
     * @param shipping for the shipping of the order, if the workspace wants to
     */
    public record Most(long goods, long shipping) {

        static final Most NOTHING = new Most(0, 0);
    }

    /** What can be given back now for a return that the caller may see. */
    @Transactional(readOnly = true)
    public Most most(UUID id) {
        ReturnView rma = reader.seen(id);
        return isRefundable(rma) ? most(rma, orders.sold(rma.orderId())) : Most.NOTHING;
    }

    private static boolean isRefundable(ReturnView rma) {
        return rma.arrived() > 0 && !rma.state().isEnded() && rma.exchangeOrderId() == null;
    }

    private Most most(ReturnView rma, OrderAftersales.Sold sold) {
        long left = sold.order().refundable();
        long goods = limits(rma, sold).stream().mapToLong(Long::longValue).sum();
        long shipping = Math.max(0, sold.paidShipping() - balances.shippingRefunded(rma.orderId()));
        return new Most(Math.min(goods, left), Math.min(shipping, left));
    }

    /**
     * Of each line what can be given back: what the units cost, as far as it was paid, and is not given for them by this return or
     * another one.
     */
    private List<Long> limits(ReturnView rma, OrderAftersales.Sold sold) {
        Map<UUID, Balance> all = balances.of(rma.orderId());
        Map<UUID, Long> paid = sold.paid();
        Map<UUID, Long> cost = sold.cost();
        return rma.lines().stream()
                .map(l -> {
                    Balance balance = all.getOrDefault(l.lineId(), Balance.NONE);
                    long ofLine = ReturnGoods.part(
                            paid.getOrDefault(l.lineId(), 0L),
                            balance.worth(),
                            Math.max(cost.getOrDefault(l.lineId(), 0L), balance.worth()));
                    long open = Math.max(0, ofLine - balance.refunded() - balance.exchanged());
                    return Math.min(l.worth() - l.refunded(), open);
                })
                .toList();
    }

    /**
     * Records that money went back; with the last of it an inspected return is closed.
     *
     * @param version that the caller saw
     * @param goods minor units for what came, at most {@link Most#goods}
     * @param shipping minor units for the shipping, at most {@link Most#shipping}
     * @param method how it went back
     * @param reference number of the refund at the payment service; the same one counts once
     */
    @Transactional
    public void refund(UUID id, long version, long goods, long shipping, String method, String reference) {
        ReturnView seen = reader.seen(id);
        Access.current().require(Permission.PAYMENTS_MANAGE);
        OrderAftersales.Sold sold = orders.lock(seen.orderId());
        ReturnView rma = reader.locked(seen, version);
        if (rma.exchangeOrderId() != null) {
            throw new ProblemException(RmaProblem.EXCHANGED);
        }
        if (!isRefundable(rma)) {
            throw new ProblemException(RmaProblem.NOT_REFUNDABLE);
        }
        FieldErrors errors = new FieldErrors();
        if (goods < 0 || goods > Returns.MOST || (goods == 0 && shipping <= 0)) {
            errors.add("/amount", RmaProblem.BAD_AMOUNT);
        }
        if (shipping < 0 || shipping > Returns.MOST) {
            errors.add("/shipping", RmaProblem.BAD_AMOUNT);
        }
        errors.throwIfAny();
        Most most = most(rma, sold);
        if (goods > most.goods()) {
            throw Returns.at("/amount", RmaProblem.REFUND_TOO_LARGE, shown(most.goods(), rma));
        }
        if (shipping > most.shipping()) {
            throw Returns.at("/shipping", RmaProblem.SHIPPING_TOO_LARGE, shown(most.shipping(), rma));
        }
        payments.refund(rma.orderId(), new PlaceOrder.Payment(method, reference, goods + shipping, null));
        orders.credited(sold.order(), goods + shipping);
        pay(rma, goods, limits(rma, sold));
        if (shipping > 0) {
            balances.refundShipping(rma.orderId(), sold.paidShipping(), shipping);
        }
        writer.set(
                id, Map.of("refunded", rma.refunded() + goods, "shipping_refunded", rma.shippingRefunded() + shipping));
        writer.happened(
                reader.again(id),
                "rma.refunded",
                Map.of("amount", goods, "shipping", shipping, "currency", rma.currency(), "method", method),
                reference);
        closeIfSettled(id);
    }

    /** Puts an amount on the lines in proportion to what is open of each. */
    private void pay(ReturnView rma, long amount, List<Long> limits) {
        long[] shares = Split.of(amount, limits);
        Map<UUID, Long> byLine = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                byLine.put(rma.lines().get(i).lineId(), shares[i]);
            }
        }
        List<Map.Entry<UUID, Long>> rows = List.copyOf(byLine.entrySet());
        database.core()
                .sql("""
                        update core.rma_line l set refunded = l.refunded + p.amount
                        from unnest(?::uuid[], ?::bigint[]) p (id, amount)
                        where l.tenant_id = ? and l.rma_id = ? and l.line_id = p.id""")
                .param(Rows.array("uuid", rows, Map.Entry::getKey))
                .param(Rows.array("bigint", rows, Map.Entry::getValue))
                .param(Scope.currentTenant().value())
                .param(rma.id())
                .update();
        balances.refund(rma.orderId(), byLine);
    }

    private static String shown(long minor, ReturnView rma) {
        return OrderView.shown(minor, rma.currency());
    }

    /**
     * Units that are sent for those that came.
     *
     * @param unitPrice what the shopper pays on top for each, minor units; null or 0 for what is even
     */
    public record Replacement(
            String sku, long quantity, @Nullable Long unitPrice) {}

    /**
     * Places the order that a shopper gets for what came back: in the same channel, for the same address, for nothing where it is even.
     *
     * @param version that the caller saw
     * @param wanted at most as many units as came; empty = the same as came
     * @return its id
     * @throws ProblemException if it cannot be placed: no location has the units, or the channel may not sell them
     */
    @Transactional
    public UUID exchange(UUID id, long version, List<Replacement> wanted) {
        ReturnView seen = reader.of(id, Permission.RETURNS_MANAGE);
        OrderAftersales.Sold sold = orders.lock(seen.orderId());
        ReturnView rma = reader.locked(seen, version);
        boolean all = rma.state() == ReturnState.RECEIVED || rma.state() == ReturnState.INSPECTED;
        if (rma.resolution() != Resolution.EXCHANGE || rma.exchangeOrderId() != null || !all) {
            throw new ProblemException(RmaProblem.NOT_EXCHANGEABLE);
        }
        if (rma.refunded() > 0) {
            throw new ProblemException(RmaProblem.REFUNDED);
        }
        List<Replacement> sent = wanted.isEmpty() ? same(rma) : wanted;
        check(sent, rma.arrived());
        requireWorth(rma, sold.order(), sent);
        Placement.Placed placed = place(rma, sold.order(), sent);
        Map<UUID, Long> worth = new HashMap<>();
        rma.lines().forEach(l -> worth.put(l.lineId(), l.worth()));
        balances.exchange(rma.orderId(), worth);
        orders.exchanged(sold.order(), worthOf(rma));
        writer.set(id, Map.of("exchange_order_id", placed.id()));
        writer.happened(
                reader.again(id),
                "rma.exchanged",
                Map.of("exchangeOrderId", placed.id(), "exchangeOrderNumber", placed.number()),
                "");
        orders.refers(placed.id(), "exchange_for", Map.of("number", rma.number()));
        closeIfSettled(id);
        return placed.id();
    }

    private static long worthOf(ReturnView rma) {
        return rma.lines().stream().mapToLong(ReturnView.Line::worth).sum();
    }

    /** Money that went back and goods that were replaced, these among them, are not more than the order was sold for. */
    private static void requireWorth(ReturnView rma, OrderView order, List<Replacement> sent) {
        long charged = sent.stream()
                .mapToLong(r -> r.unitPrice() == null ? 0 : r.unitPrice() * r.quantity())
                .sum();
        long given = order.refunded() + order.exchanged() + Math.max(0, worthOf(rma) - charged);
        if (given > Math.max(order.total(), order.paid())) {
            throw new ProblemException(
                    RmaProblem.MONEY_BACK,
                    shown(order.refunded(), rma),
                    shown(worthOf(rma), rma),
                    shown(Math.max(order.total(), order.paid()), rma));
        }
    }

    private static List<Replacement> same(ReturnView rma) {
        Map<String, Long> bySku = new LinkedHashMap<>();
        rma.lines().stream().filter(l -> l.received() > 0).forEach(l -> bySku.merge(l.sku(), l.received(), Long::sum));
        List<Replacement> same = new ArrayList<>();
        bySku.forEach((sku, units) -> same.add(new Replacement(sku, units, null)));
        return same;
    }

    private static void check(List<Replacement> sent, long arrived) {
        FieldErrors errors = new FieldErrors();
        long units = 0;
        for (int i = 0; i < sent.size(); i++) {
            Replacement one = sent.get(i);
            Long price = one.unitPrice();
            if (one.quantity() < 1 || one.quantity() > Returns.MOST) {
                errors.add("/lines/" + i + "/quantity", RmaProblem.BAD_UNITS, one.sku(), arrived);
            }
            if (price != null && (price < 0 || price > Returns.MOST)) {
                errors.add("/lines/" + i + "/unitPrice", RmaProblem.BAD_AMOUNT);
            }
            units += Math.min(one.quantity(), Returns.MOST);
        }
        errors.throwIfAny();
        if (units > arrived) {
            throw Returns.at("/lines", RmaProblem.MORE_THAN_RETURNED, arrived);
        }
    }

    private Placement.Placed place(ReturnView rma, OrderView order, List<Replacement> sent) {
        Placement placement = placing.placeJoined(new PlaceOrder(
                Source.MANUAL,
                order.channelId(),
                rma.number(),
                null,
                order.currency(),
                order.customerId(),
                order.buyer(),
                order.shipTo(),
                PlaceOrder.Invoice.NONE,
                sent.stream()
                        .map(r -> {
                            Long price = r.unitPrice();
                            boolean even = price == null || price == 0;
                            return new PlaceOrder.Line(r.sku(), r.quantity(), even ? null : price, 0, null, even, "");
                        })
                        .toList(),
                List.of(),
                0,
                null,
                false,
                List.of(),
                order.salesPersonId(),
                List.of(),
                rma.number(),
                null));
        return switch (placement) {
            case Placement.Placed placed -> placed;
            case Placement.Known known -> throw new ProblemException(RmaProblem.NOT_EXCHANGEABLE, known.number());
            case Placement.Refused refused -> throw refused(refused.faults());
        };
    }

    /** What contradicts the stock is a conflict; whatever else is wrong lies with the values. */
    private static RuntimeException refused(List<Fault> faults) {
        Fault first = faults.getFirst();
        if (faults.stream().allMatch(f -> f.path().startsWith("/lines") && f.code() == first.code())) {
            return ProblemException.of(faults, first.code(), first.args().toArray());
        }
        return ProblemException.of(
                faults,
                faults.stream().anyMatch(f -> f.code().kind() == Kind.CONFLICT)
                        ? RmaProblem.EXCHANGE_REFUSED
                        : first.code(),
                first.args().toArray());
    }

    /** Ends an inspected return for which nothing is left to give. */
    void closeIfSettled(UUID id) {
        ReturnView rma = reader.again(id);
        if (rma.state() != ReturnState.INSPECTED) {
            return;
        }
        boolean paid = rma.refunded() >= rma.worth();
        boolean settled = rma.exchangeOrderId() != null
                || (paid && (rma.resolution() == Resolution.REFUND || rma.refunded() > 0));
        if (settled) {
            writer.become(id, ReturnState.CLOSED, Map.of());
            writer.happened(rma, "rma.closed", Map.of("refunded", rma.refunded() + rma.shippingRefunded()), "");
        }
    }
}
