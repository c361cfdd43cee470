package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.FulfilmentState;
import io.storelane.order.OrderSection;
import io.storelane.order.OrderView;
import io.storelane.rma.ReturnView;
import io.storelane.rma.Returns;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The returns of an order on its page, with the button to request one. */
@Component
class ReturnOrderSection implements OrderSection {

    private static final int POSITION = 20;

    private final Returns returns;

    ReturnOrderSection(Returns returns) {
        this.returns = returns;
    }

    @Override
    public int position() {
        return POSITION;
    }

    @Override
    public String fragment() {
        return "rma/section :: oforder";
    }

    /** Nothing of an order of which nothing was shipped. */
    @Override
    public Map<String, Object> model(OrderView order, ZoneId zone, Locale locale) {
        List<ReturnView> found = returns.ofOrder(order.id());
        boolean shipped = order.fulfilment().compareTo(FulfilmentState.PARTLY_SHIPPED) >= 0;
        boolean sees = Access.current().allowsAt(Permission.RETURNS_VIEW, order.path());
        if (!sees || (found.isEmpty() && !shipped)) {
            return Map.of();
        }
        return Map.of(
                "returns",
                found,
                "orderId",
                order.id(),
                "mayRequest",
                shipped && Access.current().allowsAt(Permission.RETURNS_MANAGE, order.path()));
    }
}
