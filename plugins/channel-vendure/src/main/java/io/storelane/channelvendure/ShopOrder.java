package io.storelane.channelvendure;

import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An order of a shop. Amounts are what the buyer pays, taxes included, whether the shop's prices are or not; all parts together are the
 * shop's own total, to the cent.
 */
final class ShopOrder {

    /** What is asked for of each. */
    static final String FIELDS = """
            fragment Whole on Order {
              id code state type active orderPlacedAt updatedAt currencyCode totalWithTax shippingWithTax couponCodes
              customer { firstName lastName emailAddress phoneNumber }
              shippingAddress { fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber }
              lines { id quantity unitPriceWithTax linePriceWithTax proratedLinePriceWithTax productVariant { sku } }
              discounts { adjustmentSource description amountWithTax }
              shippingLines { discounts { adjustmentSource amountWithTax } }
              surcharges { description sku priceWithTax }
              payments { id method amount state transactionId refunds { total state } }
              fulfillments { id state method trackingCode lines { orderLineId quantity } }
            }""";

    /** It may be cancelled, paid or changed before anything is to be done. */
    static final Set<String> WAITING =
            Set.of("PaymentAuthorized", "Modifying", "ArrangingPayment", "ArrangingAdditionalPayment");

    /** All of it has left. */
    static final List<String> GONE = List.of("Shipped", "PartiallyDelivered", "Delivered");

    static final String CALLED_OFF = "Cancelled";

    private static final String CANCELLED = "Cancelled in the shop 已在网店取消";
    private static final String DISCOUNT = "Discount 优惠";
    private static final String ROUNDING = "Rounding 舍入";

    private final JsonNode order;

    ShopOrder(JsonNode order) {
        this.order = order;
    }

    String code() {
        return text(order, "code");
    }

    String id() {
        return text(order, "id");
    }

    /** False for an outline. */
    boolean isWhole() {
        return order.has("lines");
    }

    String state() {
        return text(order, "state");
    }

    /** @param field the time that the list is in the order of */
    Instant time(String field) {
        return Instant.parse(text(order, field));
    }

    /** True if it is placed, but nobody is to do anything yet. */
    boolean waits() {
        return WAITING.contains(state());
    }

    /** True if it is one to be done, or called off. */
    boolean concerns() {
        return !text(order, "orderPlacedAt").isEmpty()
                && !waits()
                && !GONE.contains(state())
                && !text(order, "type").equals("Aggregate"); // those of its sellers are the orders
    }

    /** Ids of its fulfilments that were not called off. */
    List<String> fulfilments() {
        return each(order, "fulfillments")
                .filter(f -> !text(f, "state").equals(CALLED_OFF))
                .map(f -> text(f, "id"))
                .toList();
    }

    /** As the server takes it. */
    ChannelOrder read(UUID channel) {
        if (state().equals(CALLED_OFF)) {
            return ChannelOrder.cancelled(code(), CANCELLED);
        }
        try {
            return ChannelOrder.placed(placed(channel));
        } catch (RuntimeException e) {
            return ChannelOrder.unreadable(
                    code(), ChannelFault.refused("vendure.order.broken", code(), String.valueOf(e.getMessage())));
        }
    }

    private OrderIntake.NewOrder placed(UUID channel) {
        OrderIntake.NewOrder placed = OrderIntake.NewOrder.of(channel, code())
                .at(Instant.parse(text(order, "orderPlacedAt")))
                .currency(text(order, "currencyCode"));
        people(placed);
        long rest = amount(order, "totalWithTax");
        for (JsonNode line : order.path("lines")) {
            rest -= line(placed, line);
        }
        long shipping = amount(order, "shippingWithTax");
        rest -= shipping;
        List<String> notes = new ArrayList<>();
        for (JsonNode surcharge : order.path("surcharges")) {
            long price = amount(surcharge, "priceWithTax");
            String what = text(surcharge, "description");
            rest -= price;
            if (price < 0) {
                placed.discount("surcharge", what, -price);
            } else if (price > 0) {
                shipping += price; // there is no other place for what is no goods
                notes.add(what);
            }
        }
        rest = discounts(placed, rest);
        if (rest < 0) {
            placed.discount("rounding", ROUNDING, -rest);
        }
        placed.shipping(shipping + Math.max(0, rest)).note(String.join("\n", notes));
        payments(placed);
        return placed;
    }

    private void people(OrderIntake.NewOrder placed) {
        JsonNode customer = order.path("customer");
        JsonNode to = order.path("shippingAddress");
        String name = joined(" ", text(customer, "firstName"), text(customer, "lastName"));
        String phone = first(text(customer, "phoneNumber"), text(to, "phoneNumber"));
        placed.buyer(first(name, text(to, "fullName")), phone, text(customer, "emailAddress"));
        if (text(to, "countryCode").isEmpty() && text(to, "streetLine1").isEmpty()) {
            return; // nothing of it is sent
        }
        placed.shipTo(OrderIntake.Address.of(
                        first(text(to, "fullName"), text(to, "company"), name), text(to, "countryCode"))
                .phone(first(text(to, "phoneNumber"), phone))
                .province(text(to, "province"))
                .city(text(to, "city"))
                .street(joined(
                        ", ",
                        text(to, "fullName").isEmpty() ? "" : text(to, "company"),
                        text(to, "streetLine1"),
                        text(to, "streetLine2")))
                .postalCode(text(to, "postalCode")));
    }

    /**
     * Units whose price of all is no multiple of the price of one have two prices, a minor unit apart.
     *
     * @return what they cost together
     */
    private static long line(OrderIntake.NewOrder placed, JsonNode line) {
        long quantity = amount(line, "quantity");
        if (quantity <= 0) {
            return 0; // cancelled
        }
        String sku = text(line.path("productVariant"), "sku");
        long all = amount(line, "linePriceWithTax");
        long one = all / quantity;
        long dearer = all - one * quantity;
        placed.line(sku, quantity - dearer, one);
        if (dearer > 0) {
            placed.line(sku, dearer, one + 1);
        }
        return all;
    }

    /**
     * Discounts on goods, by where they come from: those on shipping are in its price already.
     *
     * @param rest of the total, less than nothing where something was taken off
     * @return what is left of it
     */
    private long discounts(OrderIntake.NewOrder placed, long rest) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        for (JsonNode discount : order.path("discounts")) {
            String source = text(discount, "adjustmentSource");
            amounts.merge(source, -amount(discount, "amountWithTax"), Long::sum);
            labels.putIfAbsent(source, first(text(discount, "description"), DISCOUNT));
        }
        each(order, "shippingLines")
                .flatMap(line -> each(line, "discounts"))
                .forEach(d -> amounts.computeIfPresent(
                        text(d, "adjustmentSource"), (_, all) -> all + amount(d, "amountWithTax")));
        long left = rest;
        for (Map.Entry<String, Long> discount : amounts.entrySet()) {
            long amount = Math.min(discount.getValue(), -left); // never more than was taken off in all
            if (amount > 0) {
                placed.discount(discount.getKey(), labels.getOrDefault(discount.getKey(), DISCOUNT), amount);
                left += amount;
            }
        }
        return left;
    }

    private void payments(OrderIntake.NewOrder placed) {
        for (JsonNode payment : order.path("payments")) {
            long refunded = each(payment, "refunds")
                    .filter(r -> !text(r, "state").equals("Failed"))
                    .mapToLong(r -> amount(r, "total"))
                    .sum();
            long paid = amount(payment, "amount") - refunded;
            if (text(payment, "state").equals("Settled") && paid > 0) {
                placed.paid(
                        text(payment, "method"),
                        first(text(payment, "transactionId"), "payment-" + text(payment, "id")),
                        paid);
            }
        }
    }

    private static Stream<JsonNode> each(JsonNode node, String field) {
        return node.path(field).valueStream();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("").strip();
    }

    /** @throws IllegalStateException if it is none, or too large: it is never taken for another one */
    private static long amount(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalStateException(field + ": " + value);
        }
        return value.asLong();
    }

    private static String first(String... texts) {
        return Stream.of(texts).filter(t -> !t.isEmpty()).findFirst().orElse("");
    }

    private static String joined(String between, String... texts) {
        return Stream.of(texts).filter(t -> !t.isEmpty()).collect(Collectors.joining(between));
    }
}
