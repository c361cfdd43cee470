package io.storelane.order;

import java.util.List;
import java.util.Map;

/**
 * An order as its channel has it now. Amounts are minor units of the order's currency.
 *
 * @param units of each SKU
 * @param payments all that came in so far
 * @param refunds all that went back so far
 */
public record SoldOrder(
        PlaceOrder.Buyer buyer,
        PlaceOrder.Address shipTo,
        String note,
        Map<String, Long> units,
        List<PlaceOrder.Payment> payments,
        List<PlaceOrder.Payment> refunds) {

    public SoldOrder {
        units = Map.copyOf(units);
        payments = List.copyOf(payments);
        refunds = List.copyOf(refunds);
    }

    /**
     * What of it is other than the channel said before. Money is always looked at: each payment is recorded once.
     *
     * @param person buyer, address or note
     * @param goods units of some SKU
     */
    public record Changed(boolean person, boolean goods) {

        public static final Changed NOTHING = new Changed(false, false);
    }
}
