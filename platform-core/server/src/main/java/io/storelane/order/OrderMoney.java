package io.storelane.order;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is left of an order's money when units of it are cancelled. Lines are stored with the amounts of all their units; what is
 * left follows from the units alone, so it does not matter in which steps the others were cancelled.
 */
final class OrderMoney {

    private OrderMoney() {}

    record Sums(long subtotal, long discount, long tax, long shipping, long total) {}

    /**
     * What lines come to. Shipping is owed until nothing is left.
     *
     * @param lines with the amounts of what is left of each
     */
    static Sums sums(List<OrderView.Line> lines, long shipping) {
        long subtotal = 0;
        long discount = 0;
        long tax = 0;
        long total = 0;
        boolean left = false;
        for (OrderView.Line line : lines) {
            if (line.parentId() != null) {
                continue;
            }
            left |= line.wanted() > 0;
            subtotal += line.unitPrice() * line.wanted();
            discount += line.discount();
            tax += line.tax();
            total += line.total();
        }
        long owed = left ? shipping : 0;
        return new Sums(subtotal, discount, tax, owed, total + owed);
    }

    /**
     * A line with the amounts of its units left: discount and tax in proportion, rounded down; the total is made of them, so price,
     * discount and tax always add up to it.
     *
     * @param whole the line with the amounts of all its units
     */
    static OrderView.Line left(OrderView.Line whole) {
        if (whole.cancelled() == 0) {
            return whole;
        }
        long onTop =
                whole.total() - (whole.unitPrice() * whole.quantity() - whole.discount()); // 0 where prices include tax
        long discount = left(whole.discount(), whole);
        return whole.priced(
                discount, left(whole.tax(), whole), whole.unitPrice() * whole.wanted() - discount + left(onTop, whole));
    }

    private static long left(long amount, OrderView.Line line) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(line.wanted()))
                .divide(BigInteger.valueOf(line.quantity()))
                .longValueExact();
    }

    /**
     * The shares that add up to what is left of their lines' discounts.
     *
     * @param whole shares of the discounts of all units
     * @param lines with the amounts of what is left of each
     */
    static List<OrderView.Share> shares(List<OrderView.Share> whole, List<OrderView.Line> lines) {
        Map<UUID, List<OrderView.Share>> byLine = new LinkedHashMap<>();
        whole.forEach(
                s -> byLine.computeIfAbsent(s.lineId(), _ -> new ArrayList<>()).add(s));
        List<OrderView.Share> left = new ArrayList<>();
        byLine.forEach((id, shares) -> {
            long discount = lines.stream()
                    .filter(l -> l.id().equals(id))
                    .mapToLong(OrderView.Line::discount)
                    .sum();
            long[] parts = Split.of(
                    discount, shares.stream().map(OrderView.Share::amount).toList());
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] > 0) {
                    OrderView.Share share = shares.get(i);
                    left.add(new OrderView.Share(id, share.code(), share.label(), parts[i]));
                }
            }
        });
        return left;
    }
}
