package io.storelane.channelfile;

import io.storelane.plugin.api.OrderIntake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as a file has it. Amounts are minor units of the channel's currency.
 *
 * @param paid 0 if nothing was
 * @param address parts by their names; empty texts are left out
 */
record Draft(
        String number,
        @Nullable Instant orderedAt,
        List<Line> lines,
        long shipping,
        long discount,
        long paid,
        String payment,
        String buyer,
        String phone,
        String email,
        Map<String, String> address,
        String note) {

    record Line(String sku, long quantity, long price) {}

    OrderIntake.NewOrder order(UUID channel, String label) {
        OrderIntake.NewOrder order = OrderIntake.NewOrder.of(channel, number)
                .buyer(buyer.isEmpty() ? address.getOrDefault("name", "") : buyer, phone, email)
                .shipping(shipping)
                .note(note);
        lines.forEach(l -> order.line(l.sku(), l.quantity(), l.price()));
        if (orderedAt != null) {
            order.at(orderedAt);
        }
        if (discount > 0) {
            order.discount("file", label, discount);
        }
        if (paid > 0) {
            order.paid("channel", payment.isEmpty() ? number : payment, paid);
        }
        if (!address.isEmpty()) {
            order.shipTo(shipTo());
        }
        return order;
    }

    private OrderIntake.Address shipTo() {
        return OrderIntake.Address.of(part("name"), address.getOrDefault("country", "CN"))
                .phone(phone)
                .region(part("region"))
                .province(part("province"))
                .city(part("city"))
                .district(part("district"))
                .street(part("street"))
                .postalCode(part("postal-code"));
    }

    private String part(String name) {
        return address.getOrDefault(name, "");
    }
}
