package io.storelane.order;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed of an order until somebody works on it.
 *
 * @param version the version that the caller saw
 */
public record OrderEdit(
        long version,
        PlaceOrder.Buyer buyer,
        PlaceOrder.Address shipTo,
        PlaceOrder.Invoice invoice,
        @Nullable UUID salesPersonId,
        String note) {}
