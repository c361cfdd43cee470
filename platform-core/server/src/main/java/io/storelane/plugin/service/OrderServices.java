package io.storelane.plugin.service;

import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.order.OrderRecords;
import io.storelane.order.OrderView;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.SnapshotSource;
import io.storelane.plugin.api.OrderBook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Orders, as plugins read them. */
@Configuration(proxyBeanMethods = false)
class OrderServices {

    private record Order(
            UUID id,
            String number,
            UUID channel,
            String externalId,
            String state,
            String payment,
            String fulfilment,
            boolean held,
            String currency,
            long discount,
            long shipping,
            long tax,
            long total,
            long paid,
            long refunded,
            @Nullable UUID customer,
            String city,
            List<String> tags,
            Instant placedAt,
            @Nullable Instant shippedAt,
            @Nullable Instant deliveredAt,
            Instant updatedAt,
            long version,
            List<OrderBook.Line> lines)
            implements OrderBook.PlacedOrder {}

    private record Line(
            UUID id,
            String kind,
            @Nullable UUID variant,
            String sku,
            String title,
            long quantity,
            long cancelled,
            long shipped,
            long delivered,
            long returned,
            long unitPrice,
            long total)
            implements OrderBook.Line {}

    private record Book(OrderRecords records, Channels channelList) implements OrderBook {

        @Override
        public Map<UUID, String> channels() {
            return Given.ifAllowed(
                    Map.of(),
                    () -> channelList.list().stream()
                            .collect(Collectors.toUnmodifiableMap(Channel::id, Channel::name)));
        }

        @Override
        public Optional<PlacedOrder> find(UUID id) {
            return Given.ifAllowed(Optional.empty(), () -> records.find(id).map(OrderServices::order));
        }

        @Override
        public Optional<PlacedOrder> numbered(String number) {
            return Given.ifAllowed(
                    Optional.empty(), () -> records.numbered(number).map(OrderServices::order));
        }

        @Override
        public List<PlacedOrder> ofCustomer(UUID customer, @Nullable Instant before, int most) {
            return read(records.ofCustomer(customer, before, Given.atMost(most, MOST)));
        }

        @Override
        public List<PlacedOrder> page(@Nullable UUID after, int most) {
            return read(records.after(after, Given.atMost(most, MOST)));
        }
    }

    @Bean
    PublishedService<OrderBook> ordersService(OrderRecords records, Channels channels) {
        return new PublishedService<>(
                "orders.read", OrderBook.class, Permission.ORDERS_VIEW, _ -> new Book(records, channels));
    }

    @Bean
    SnapshotSource<OrderBook.PlacedOrder> orderSnapshot(OrderRecords records) {
        return SnapshotSource.byId(
                "orders.read",
                OrderBook.PlacedOrder.class,
                (after, most) -> read(records.after(after, most)),
                OrderBook.PlacedOrder::id);
    }

    private static List<OrderBook.PlacedOrder> read(List<OrderRecords.Told> records) {
        return records.stream().map(OrderServices::order).toList();
    }

    private static OrderBook.PlacedOrder order(OrderRecords.Told record) {
        OrderView order = record.order();
        return new Order(
                order.id(),
                order.number(),
                order.channelId(),
                order.reference(),
                order.state().name().toLowerCase(Locale.ROOT),
                order.payment().name().toLowerCase(Locale.ROOT),
                order.fulfilment().code(),
                order.held(),
                order.currency(),
                order.discount(),
                order.shipping(),
                order.tax(),
                order.total(),
                order.paid() - order.refunded(),
                order.refunded(),
                order.customerId(),
                order.shipTo().city(),
                order.tags(),
                order.placedAt(),
                record.shippedAt(),
                record.deliveredAt(),
                order.updatedAt(),
                order.version(),
                record.lines().stream().map(OrderServices::line).toList());
    }

    private static OrderBook.Line line(OrderView.Line line) {
        return new Line(
                line.id(),
                line.kind(),
                line.variantId(),
                line.sku(),
                line.title(),
                line.quantity(),
                line.cancelled(),
                line.shipped(),
                line.delivered(),
                line.returned(),
                line.unitPrice(),
                line.total());
    }
}
