package io.storelane.connector;

import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.order.OrderOrigins;
import io.storelane.tenancy.ReadyMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hears what channels have to be told of: units that came, went or are taken, and parcels that have left. */
@Component
class ChannelNews implements EventConsumer {

    private static final String SHIPPED = "fulfilment.shipped";
    private static final String STOCK = "stock.changed";

    /** After these, what an order holds may be other than before. */
    private static final Set<String> ORDERS = Set.of(
            "order.placed",
            "order.edited",
            "order.cancelled",
            "order.units_cancelled",
            "order.units_lost",
            "order.units_refused",
            "order.allocated",
            "order.released",
            "order.returned",
            "order.reservation_moved",
            "order.line_matched");

    /** After these all of a workspace, or of a channel, may be. */
    private static final Set<String> EVERYTHING = Set.of(
            "channel.changed",
            "location.changed",
            "location.closed",
            "location.opened",
            "product.listed",
            "product.delisted",
            "product.authorized",
            "bundle.changed",
            "variant.added",
            "variant.changed");

    /** Units of a flash sale change many times in this time; the channel is told once. */
    private static final Duration GATHER = Duration.ofSeconds(2);

    /** Who works on the catalogue changes many things one after the other. */
    private static final Duration CALM = Duration.ofMinutes(1);

    private final AccountRows rows;
    private final Ledger ledger;
    private final OrderOrigins origins;
    private final Skus skus;
    private final ReadyMarks marks;
    private final JsonMapper json;
    private final Clock clock;

    ChannelNews(
            AccountRows rows,
            Ledger ledger,
            OrderOrigins origins,
            Skus skus,
            ReadyMarks marks,
            JsonMapper json,
            Clock clock) {
        this.rows = rows;
        this.ledger = ledger;
        this.origins = origins;
        this.skus = skus;
        this.marks = marks;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public Set<String> types() {
        Set<String> types = new HashSet<>(ORDERS);
        types.addAll(EVERYTHING);
        types.addAll(Set.of(STOCK, SHIPPED));
        return types;
    }

    /** Some seconds later will do: what channels hear must not cost those who have none. */
    @Override
    public boolean isPatient(String type) {
        return true;
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        Map<UUID, UUID> accounts = rows.byChannel();
        if (accounts.isEmpty()) {
            return;
        }
        List<Ledger.Wanted> wanted = new ArrayList<>();
        stock(accounts, events, wanted);
        parcels(accounts, events, wanted);
        ledger.want(wanted, GATHER);
        if (events.stream().anyMatch(e -> EVERYTHING.contains(e.type()))) {
            rows.walk(clock.instant().plus(CALM));
        }
        marks.markAfterCommit(ChannelWork.QUEUE, List.of(io.storelane.tenancy.Scope.currentTenant()), GATHER);
    }

    private void stock(Map<UUID, UUID> accounts, List<Event> events, List<Ledger.Wanted> wanted) {
        Set<UUID> variants = events.stream()
                .filter(e -> e.type().equals(STOCK))
                .map(Event::aggregateId)
                .collect(Collectors.toCollection(HashSet::new));
        List<UUID> orders = events.stream()
                .filter(e -> ORDERS.contains(e.type()))
                .map(Event::aggregateId)
                .distinct()
                .toList();
        if (!orders.isEmpty()) {
            variants.addAll(origins.variants(orders));
        }
        if (variants.isEmpty()) {
            return;
        }
        variants.addAll(skus.bundlesWith(variants));
        for (SkuView sku : skus.byId(variants).values()) {
            accounts.values()
                    .forEach(a -> wanted.add(
                            new Ledger.Wanted(a, Ledger.Kind.STOCK, sku.id().toString(), sku.sku(), "{}")));
        }
    }

    private void parcels(Map<UUID, UUID> accounts, List<Event> events, List<Ledger.Wanted> wanted) {
        List<Event> shipped =
                events.stream().filter(e -> e.type().equals(SHIPPED)).toList();
        if (shipped.isEmpty()) {
            return;
        }
        Map<UUID, OrderOrigins.Origin> orders =
                origins.of(shipped.stream().map(ChannelNews::order).distinct().toList()).stream()
                        .collect(Collectors.toMap(OrderOrigins.Origin::id, Function.identity()));
        for (Event event : shipped) {
            OrderOrigins.Origin order = orders.get(order(event));
            UUID account = order == null ? null : accounts.get(order.channelId());
            // one that was entered here has its own id for a number: the channel does not know it
            if (order != null
                    && account != null
                    && !order.externalId().equals(order.id().toString())) {
                wanted.add(parcel(account, order, event));
            }
        }
    }

    private static UUID order(Event event) {
        return UUID.fromString(String.valueOf(event.payload().get("orderId")));
    }

    private Ledger.Wanted parcel(UUID account, OrderOrigins.Origin order, Event event) {
        Map<String, Long> units = new LinkedHashMap<>();
        if (event.payload().get("units") instanceof Map<?, ?> some) {
            some.forEach((sku, count) -> units.put(String.valueOf(sku), ((Number) count).longValue()));
        }
        String id = String.valueOf(event.payload().get("parcelId"));
        String tracking = String.valueOf(event.payload().get("tracking"));
        var parcel = new ShipmentsOut.Parcel(
                UUID.fromString(id),
                order.externalId(),
                String.valueOf(event.payload().get("carrier")),
                tracking,
                event.occurredAt(),
                units);
        return new Ledger.Wanted(
                account,
                Ledger.Kind.SHIPMENT,
                id,
                order.externalId() + (tracking.isEmpty() ? "" : " · " + tracking),
                json.writeValueAsString(parcel));
    }
}
