package io.storelane.plugin.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code orders.write}: brings in orders that were sold elsewhere. A channel order is a fact and is always stored: with an unknown
 * SKU, missing units or a price below the floor it waits on hold, with a task for each fault. In a page, where the person may place orders;
 * in background work, everywhere.
 *
 * <pre>{@code
 * OrderIntake.Placed placed = intake.place(OrderIntake.NewOrder.of(channel, "SHOP-4711")
 *         .buyer("Ann", "13800138000", "")
 *         .shipTo(OrderIntake.Address.of("Ann", "CN").region("330106").street("Road 1"))
 *         .line("CUP-RED", 2, 5_000)
 *         .paid("wallet", "PAY-1", 10_000));
 * if (placed.held()) log.info("{} waits for somebody", placed.number());
 * }</pre>
 */
public interface OrderIntake {

    /**
     * Stores an order. Outside of transactions it is written together with those of others and durable when this returns; within one of
     * the plugin it joins it.
     *
     * @return what became of it; the same number of the same channel is the same order, which is not stored twice
     * @throws Refusal if it cannot be stored at all: no such channel, no lines, a bad value, too many orders wait (429)
     */
    Placed place(NewOrder order);

    /**
     * Cancels an order as far as nothing of it has left.
     *
     * @throws Refusal if there is none, or it cannot be cancelled any more
     */
    void cancel(UUID order, String reason);

    /** What became of an order. */
    interface Placed {

        UUID id();

        /** As people of the workspace call it. */
        String number();

        /** True if it was stored before. */
        boolean known();

        /** True if it waits for a person; false for one that was stored before. */
        boolean held();
    }

    /** An order to be stored; made by {@link #of}. Amounts are minor units of its currency. */
    final class NewOrder {

        private final UUID channel;
        private final String externalId;
        private @Nullable Instant placedAt;
        private String currency = "";
        private String buyerName = "";
        private String buyerPhone = "";
        private String buyerEmail = "";
        private @Nullable Address shipTo;
        private final List<OrderDraft.Line> lines = new ArrayList<>();
        private final List<OrderDraft.Discount> discounts = new ArrayList<>();
        private long shipping;
        private final List<OrderDraft.Payment> payments = new ArrayList<>();
        private final List<OrderDraft.Payment> refunds = new ArrayList<>();
        private String note = "";

        private NewOrder(UUID channel, String externalId) {
            this.channel = channel;
            this.externalId = externalId;
        }

        /** @param channel the channel of the workspace that sold it @param externalId its number there, 1 to 100 characters */
        public static NewOrder of(UUID channel, String externalId) {
            return new NewOrder(channel, externalId);
        }

        /** When the shopper ordered; else it is now. */
        public NewOrder at(Instant placedAt) {
            this.placedAt = placedAt;
            return this;
        }

        /** ISO 4217; else it is the channel's. */
        public NewOrder currency(String currency) {
            this.currency = currency;
            return this;
        }

        /** Who bought; empty texts where nothing is known. Phone and mail may be masked, as channels do. */
        public NewOrder buyer(String name, String phone, String email) {
            buyerName = name;
            buyerPhone = phone;
            buyerEmail = email;
            return this;
        }

        public NewOrder shipTo(Address address) {
            shipTo = address;
            return this;
        }

        /** @param quantity 1 to 999,999 @param unitPrice of one */
        public NewOrder line(String sku, long quantity, long unitPrice) {
            lines.add(new OrderDraft.Line(sku, quantity, unitPrice));
            return this;
        }

        /** What is taken off the whole order, more than 0; it is split over the lines. */
        public NewOrder discount(String code, String label, long amount) {
            discounts.add(new OrderDraft.Discount(code, label, amount));
            return this;
        }

        public NewOrder shipping(long amount) {
            shipping = amount;
            return this;
        }

        /** @param reference number of the payment at the payment service; the same one counts once */
        public NewOrder paid(String method, String reference, long amount) {
            payments.add(new OrderDraft.Payment(method, reference, amount));
            return this;
        }

        /**
         * What went back to the buyer so far, more than 0. Money is not moved by this: the channel has done so.
         *
         * @param reference number of the refund at the payment service; the same one counts once
         */
        public NewOrder refunded(String method, String reference, long amount) {
            refunds.add(new OrderDraft.Payment(method, reference, amount));
            return this;
        }

        public NewOrder note(String note) {
            this.note = note;
            return this;
        }

        /** What was given so far. */
        public OrderDraft draft() {
            return new OrderDraft(
                    channel,
                    externalId,
                    placedAt,
                    currency,
                    buyerName,
                    buyerPhone,
                    buyerEmail,
                    shipTo,
                    List.copyOf(lines),
                    List.copyOf(discounts),
                    shipping,
                    List.copyOf(payments),
                    List.copyOf(refunds),
                    note);
        }
    }

    /** Where an order goes; made by {@link #of}. Of China, a region's code says province, city and district. */
    final class Address {

        private final java.util.Map<String, String> parts;

        private Address(java.util.Map<String, String> parts) {
            this.parts = java.util.Map.copyOf(parts);
        }

        /** @param name who receives @param country ISO 3166, two letters */
        public static Address of(String name, String country) {
            return new Address(java.util.Map.of("name", name, "country", country));
        }

        private Address with(String part, String value) {
            var more = new java.util.HashMap<>(parts);
            more.put(part, value);
            return new Address(more);
        }

        public Address phone(String phone) {
            return with("phone", phone);
        }

        /** Code of the district by GB/T 2260. */
        public Address region(String code) {
            return with("region", code);
        }

        public Address province(String province) {
            return with("province", province);
        }

        public Address city(String city) {
            return with("city", city);
        }

        public Address district(String district) {
            return with("district", district);
        }

        public Address street(String street) {
            return with("street", street);
        }

        public Address postalCode(String code) {
            return with("postalCode", code);
        }

        /** A part by its name, such as {@code street}; empty if it was not given. */
        public String part(String name) {
            return parts.getOrDefault(name, "");
        }
    }
}
