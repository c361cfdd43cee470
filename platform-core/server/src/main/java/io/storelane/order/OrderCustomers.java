package io.storelane.order;

import io.storelane.customer.CustomerReferences;
import io.storelane.customer.Customers;
import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders of customers that become one, or are to be forgotten. An order that comes in while two become one may still name the one that
 * is no more: the consumer finds it.
 */
@Component
class OrderCustomers implements CustomerReferences, EventConsumer {

    private static final String PLACED = "order.placed";

    private final Database database;
    private final Customers customers;
    private final OrderSearchTexts texts;
    private final Events events;
    private final Clock clock;

    OrderCustomers(Database database, Customers customers, OrderSearchTexts texts, Events events, Clock clock) {
        this.database = database;
        this.customers = customers;
        this.texts = texts;
        this.events = events;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(UUID from, UUID to) {
        fewEnough(of(from).size());
        sql("""
                        update core.sales_order set customer_id = :to, version = version + 1, updated_at = :now
                        where tenant_id = :tenant and customer_id = :from""")
                .param("from", from)
                .param("to", to)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void erased(UUID customer) {
        long open =
                sql("select count(*) from core.sales_order where tenant_id = :tenant and customer_id = :customer and state = 'open'")
                        .param("customer", customer)
                        .query(Long.class)
                        .single();
        if (open > 0) {
            throw new ProblemException(OrderProblem.CUSTOMER_HAS_OPEN_ORDERS, open);
        }
        List<UUID> orders = of(customer);
        fewEnough(orders.size());
        if (orders.isEmpty()) {
            return;
        }
        sql("""
                        update core.sales_order set buyer_name = '', buyer_phone = '', buyer_email = '', ship_name = '', ship_phone = '',
                          ship_district = '', ship_street = '', ship_postal_code = '', note = '',
                          invoice_title = case when invoice_kind = 'person' then '' else invoice_title end,
                          version = version + 1, updated_at = :now
                        where tenant_id = :tenant and customer_id = :customer""")
                .param("customer", customer)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        texts.index(orders);
    }

    private List<UUID> of(UUID customer) {
        return sql("select id from core.sales_order where tenant_id = :tenant and customer_id = :customer limit :most")
                .param("customer", customer)
                .param("most", MOST + 1)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
    }

    private static void fewEnough(int orders) {
        if (orders > MOST) {
            throw new ProblemException(OrderProblem.CUSTOMER_HAS_TOO_MANY_ORDERS, MOST);
        }
    }

    @Override
    public String name() {
        return "order-customers";
    }

    @Override
    public Set<String> types() {
        return Set.of(PLACED, "customer.merged");
    }

    @Override
    public boolean isPatient(String type) {
        return type.equals(PLACED);
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> happened) {
        Map<UUID, UUID> left = new HashMap<>(named(happened.stream()
                .filter(e -> e.type().equals(PLACED))
                .map(Event::aggregateId)
                .toList()));
        for (Event event : happened) {
            if (!event.type().equals(PLACED)) {
                UUID gone = UUID.fromString(String.valueOf(event.payload().get("mergedId")));
                of(gone).forEach(order -> left.put(order, gone));
            }
        }
        if (left.isEmpty()) {
            return;
        }
        Map<UUID, UUID> present = customers.merged(Set.copyOf(left.values()));
        left.forEach((order, customer) -> {
            UUID to = present.get(customer);
            if (to != null) {
                move(order, to);
            }
        });
    }

    /** Customers of these orders. */
    private Map<UUID, UUID> named(Collection<UUID> orders) {
        Map<UUID, UUID> named = new HashMap<>();
        if (!orders.isEmpty()) {
            sql("select id, customer_id from core.sales_order where tenant_id = :tenant and id = any (:ids) and customer_id is not null")
                    .param("ids", new SqlArrayValue("uuid", orders.toArray()))
                    .query(rs -> {
                        named.put(rs.getObject("id", UUID.class), rs.getObject("customer_id", UUID.class));
                    });
        }
        return named;
    }

    private void move(UUID order, UUID customer) {
        sql("""
                        update core.sales_order set customer_id = :customer, version = version + 1, updated_at = :now
                        where tenant_id = :tenant and id = :id returning number""")
                .param("customer", customer)
                .param("id", order)
                .param("now", Timestamp.from(clock.instant()))
                .query(String.class)
                .optional()
                .ifPresent(number -> events.append(
                        "order.edited", "order", order, Map.of("changed", List.of("customer"), "number", number)));
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
