package io.storelane.order;

import java.math.BigInteger;
import java.util.List;

/** What is left of an order's money when units of it are cancelled. */
final class OrderMoney {

    private OrderMoney() {}

    record Sums(long subtotal, long discount, long tax, long shipping, long total) {}

    /** Shipping is owed until nothing is left. */
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
            left |= line.open() > 0;
            subtotal += line.unitPrice() * line.open();
            discount += left(line.discount(), line);
            tax += left(line.tax(), line);
            total += left(line.total(), line);
        }
        long owed = left ? shipping : 0;
        return new Sums(subtotal, discount, tax, owed, total + owed);
    }

    /**
     * The share of an amount of the whole line that belongs to the units left, rounded down; so what was cancelled and what is
     * left always add up, in whatever steps it was cancelled.
     */
    static long left(long amount, OrderView.Line line) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(line.open()))
                .divide(BigInteger.valueOf(line.quantity()))
                .longValueExact();
    }
}
