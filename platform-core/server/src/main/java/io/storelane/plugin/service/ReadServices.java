package io.storelane.plugin.service;

import io.storelane.access.Permission;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.Outgoing;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Services that read what other modules keep, and the one that calls the internet. */
@Configuration(proxyBeanMethods = false)
class ReadServices {

    private record Order(
            UUID id,
            String number,
            String state,
            String currency,
            long total,
            long paid,
            @Nullable UUID customer,
            Instant placedAt,
            List<OrderBook.Line> lines)
            implements OrderBook.PlacedOrder {}

    private record Line(UUID id, String sku, long quantity, long total) implements OrderBook.Line {}

    private record Customer(UUID id, String name, List<String> tags, long orders, boolean erased)
            implements CustomerBook.Customer {}

    private record Answer(int status, String body) implements Outgoing.Answer {}

    @Bean
    PublishedService<OrderBook> ordersService(Orders orders) {
        return new PublishedService<>(
                "orders.read",
                OrderBook.class,
                Permission.ORDERS_VIEW,
                _ -> id -> present(() -> order(orders.order(id))));
    }

    private static OrderBook.PlacedOrder order(Orders.Whole whole) {
        OrderView order = whole.order();
        return new Order(
                order.id(),
                order.number(),
                order.state().name().toLowerCase(java.util.Locale.ROOT),
                order.currency(),
                order.total(),
                order.paid() - order.refunded(),
                order.customerId(),
                order.placedAt(),
                whole.lines().stream().map(ReadServices::line).toList());
    }

    private static OrderBook.Line line(OrderView.Line line) {
        return new Line(line.id(), line.sku(), line.quantity(), line.total());
    }

    @Bean
    PublishedService<CustomerBook> customersService(Customers customers) {
        return new PublishedService<>(
                "customers.read",
                CustomerBook.class,
                Permission.CUSTOMERS_VIEW,
                _ -> id -> present(() -> customer(customers.customer(id))));
    }

    private static CustomerBook.Customer customer(CustomerView customer) {
        return new Customer(customer.id(), customer.name(), customer.tags(), customer.orders(), customer.erased());
    }

    /** What may not be known of is not there. */
    private static <T> Optional<T> present(Supplier<T> door) {
        try {
            return Optional.of(door.get());
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Bean
    PublishedService<Outgoing> httpService(OutgoingHttp http) {
        return new PublishedService<>("http", Outgoing.class, null, _ -> (url, headers, json) -> {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException("Calls to the internet are made outside of transactions.");
            }
            try {
                return switch (http.post(http.check(url), headers, json.getBytes(StandardCharsets.UTF_8))) {
                    case HttpResult.Answered answered -> new Answer(answered.status(), answered.body());
                    case HttpResult.Failed failed ->
                        throw new Outgoing.OutgoingException(failed.fault().name());
                };
            } catch (ProblemException e) {
                throw new Outgoing.OutgoingException(e.code().name());
            }
        });
    }
}
