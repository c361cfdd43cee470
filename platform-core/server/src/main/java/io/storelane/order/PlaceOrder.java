package io.storelane.order;

import io.storelane.inventory.Regions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An order to be placed. Amounts are minor units of the order's currency.
 *
 * @param channelId the channel that sold it
 * @param externalId its number in the channel; empty if it has none. The same number of the same channel is the same order
 * @param placedAt when the shopper ordered; null = now
 * @param currency ISO 4217 code; empty = the channel's
 * @param customerId a customer of the workspace, null if the buyer is none
 * @param buyer who bought; where it is {@link Buyer#NOBODY} and a customer is named, that one
 * @param discounts discounts of the whole order; they are split over the lines
 * @param shipping price of the shipping
 * @param total what the caller thinks the order comes to, checked; null = not checked
 * @param allowBackorder true to store it with missing units; else it is refused. Orders of channels are always stored
 * @param tags 20 at most, of 40 characters
 * @param holdMinutes how long its units are held while nothing is paid, 0 = for ever, as what is paid on
 *     delivery needs; null = as the workspace has set
 */
public record PlaceOrder(
        Source source,
        UUID channelId,
        String externalId,
        @Nullable Instant placedAt,
        String currency,
        @Nullable UUID customerId,
        Buyer buyer,
        Address shipTo,
        Invoice invoice,
        List<Line> lines,
        List<Discount> discounts,
        long shipping,
        @Nullable Long total,
        boolean allowBackorder,
        List<Payment> payments,
        @Nullable UUID salesPersonId,
        List<String> tags,
        String note,
        @Nullable Integer holdMinutes) {

    public PlaceOrder {
        lines = List.copyOf(lines);
        discounts = List.copyOf(discounts);
        payments = List.copyOf(payments);
        tags = List.copyOf(tags);
    }

    PlaceOrder boughtBy(Buyer other) {
        return with(customerId, other);
    }

    /** The same order, of this customer. */
    PlaceOrder of(UUID customer) {
        return with(customer, buyer);
    }

    private PlaceOrder with(@Nullable UUID customer, Buyer other) {
        return new PlaceOrder(
                source,
                channelId,
                externalId,
                placedAt,
                currency,
                customer,
                other,
                shipTo,
                invoice,
                lines,
                discounts,
                shipping,
                total,
                allowBackorder,
                payments,
                salesPersonId,
                tags,
                note,
                holdMinutes);
    }

    /** Who bought; empty texts where nothing is known. */
    public record Buyer(String name, String phone, String email) {

        public static final Buyer NOBODY = new Buyer("", "", "");
    }

    /**
     * Where it goes. Without names of province, city and district those of the region are taken.
     *
     * @param region code of the district by GB/T 2260 where the country is CN
     */
    public record Address(
            String name,
            String phone,
            String country,
            String region,
            String province,
            String city,
            String district,
            String street,
            String postalCode) {

        public static final Address NOWHERE = new Address("", "", "", "", "", "", "", "", "");

        /** @param part value of a component by its name, such as {@code postalCode}; empty if there is none */
        public static Address of(UnaryOperator<String> part) {
            return new Address(
                    part.apply("name"),
                    part.apply("phone"),
                    part.apply("country"),
                    part.apply("region"),
                    part.apply("province"),
                    part.apply("city"),
                    part.apply("district"),
                    part.apply("street"),
                    part.apply("postalCode"));
        }

        public Address {
            boolean unnamed = province.isEmpty() && city.isEmpty() && district.isEmpty();
            if (unnamed && (country.isEmpty() || country.equals("CN")) && Regions.isCode(region)) {
                Regions.Names names = Regions.names(region);
                province = names.province();
                city = names.city();
                district = names.district();
            }
        }
    }

    /** @param kind none, person or company; a company has a tax number */
    public record Invoice(String kind, String title, String taxNumber) {

        public static final Invoice NONE = new Invoice("none", "", "");
    }

    /**
     * @param quantity 1 to 999,999
     * @param unitPrice null = the price of the channel's list
     * @param discount what is taken off this line
     * @param taxRate basis points, 0 to 10,000; null = the rate of the workspace
     * @param gift true for a line that costs nothing
     * @param title as the channel named it; empty = the product's
     */
    public record Line(
            String sku,
            long quantity,
            @Nullable Long unitPrice,
            long discount,
            @Nullable Integer taxRate,
            boolean gift,
            String title) {}

    /** @param amount more than 0 */
    public record Discount(String code, String label, long amount) {}

    /** @param reference number of the payment at the payment service; the same one counts once */
    public record Payment(
            String method,
            String reference,
            long amount,
            @Nullable Instant at) {}
}
