package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code orders.read}: orders of the workspace. In a page, those that the person may see; in background work, all of them.
 * Personal data is masked.
 *
 * <pre>{@code
 * orders.find(event.objectId()).ifPresent(order -> addPoints(order.customer(), order.total() / 100));
 * }</pre>
 */
public interface OrderBook {

    /** Orders of a page at most. */
    int MOST = 500;

    /** The order, if there is one that may be seen. */
    Optional<PlacedOrder> find(UUID id);

    /** The order with this number of the workspace. */
    Optional<PlacedOrder> numbered(String number);

    /**
     * Orders of a customer, the newest first.
     *
     * @param before placed before; null = the newest
     * @param most 1 to {@link #MOST}
     */
    List<PlacedOrder> ofCustomer(UUID customer, @Nullable Instant before, int most);

    /**
     * Those that follow in the order of their ids.
     *
     * @param after null = from the beginning
     * @param most 1 to {@link #MOST}
     * @return empty at the end
     */
    List<PlacedOrder> page(@Nullable UUID after, int most);

    /** What people call the channels of the workspace that may be seen, by their ids. */
    Map<UUID, String> channels();

    /** An order as it is now. Amounts are minor units of its currency. */
    interface PlacedOrder {

        UUID id();

        /** As people call it. */
        String number();

        /** The channel that sold it. */
        UUID channel();

        /** Its number there; empty if it has none. */
        String externalId();

        /** {@code open}, {@code completed} or {@code cancelled}. */
        String state();

        /** {@code unpaid}, {@code partly_paid}, {@code paid}, ... as in the API. */
        String payment();

        /** {@code unallocated}, ..., {@code shipped}, {@code partly_delivered}, {@code delivered}, as in the API. */
        String fulfilment();

        /** True if it waits for a person. */
        boolean held();

        /** ISO 4217. */
        String currency();

        long discount();

        long shipping();

        long tax();

        long total();

        /** What was paid, less what was given back. */
        long paid();

        long refunded();

        @Nullable UUID customer();

        /** Where it goes, as far as it is not personal. */
        String city();

        List<String> tags();

        Instant placedAt();

        /** When units of it left last; null if none did. */
        @Nullable Instant shippedAt();

        /** When units of it arrived last; null if none did. */
        @Nullable Instant deliveredAt();

        Instant updatedAt();

        /** Grows with each change. */
        long version();

        List<Line> lines();
    }

    /** A line of an order. Units of a bundle are those of its line; its components are lines of their own. */
    interface Line {

        UUID id();

        /** {@code goods}, {@code gift}, {@code bundle}, {@code component}, {@code service}, ... as in the API. */
        String kind();

        /** The variant; null for what the workspace does not know. */
        @Nullable UUID variant();

        String sku();

        String title();

        long quantity();

        long cancelled();

        long shipped();

        long delivered();

        long returned();

        /** Minor units, of one. */
        long unitPrice();

        /** Minor units, for all that are still wanted. */
        long total();
    }
}
