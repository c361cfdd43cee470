package io.storelane.plugin.api.channel;

import java.util.List;
import java.util.Objects;

/** A page of orders; made by {@link #of}. */
public final class OrderPage {

    private static final int MOST = 500;

    private final List<ChannelOrder> orders;
    private final String cursor;
    private final boolean more;

    private OrderPage(List<ChannelOrder> orders, String cursor, boolean more) {
        this.orders = List.copyOf(orders);
        this.cursor = Objects.requireNonNull(cursor, "cursor");
        this.more = more;
    }

    /**
     * @param orders in their order, 500 at most; none is as good
     * @param cursor where the next page begins, at most 2,000 characters
     * @param more true if the next page may be asked for at once; false at the end of what there is now
     * @throws IllegalArgumentException if there are more orders
     */
    public static OrderPage of(List<ChannelOrder> orders, String cursor, boolean more) {
        if (orders.size() > MOST) {
            throw new IllegalArgumentException("A page has " + MOST + " orders at most, not " + orders.size() + ".");
        }
        return new OrderPage(orders, cursor, more);
    }

    public List<ChannelOrder> orders() {
        return orders;
    }

    public String cursor() {
        return cursor;
    }

    public boolean more() {
        return more;
    }
}
