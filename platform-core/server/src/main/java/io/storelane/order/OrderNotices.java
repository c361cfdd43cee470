package io.storelane.order;

import io.storelane.access.Permission;
import io.storelane.event.Event;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells those who work on orders of what waits for them: orders on hold, and units that were taken away. */
@Component
class OrderNotices implements NoticeSource {

    private static final NoticeKind HELD =
            new NoticeKind("order.held", Permission.ORDERS_MANAGE, "/orders?view=held", "clock", false);
    private static final NoticeKind UNITS_LOST =
            new NoticeKind("order.units_lost", Permission.ORDERS_MANAGE, "/orders?view=short", "alert-triangle", true);

    private final Database database;

    OrderNotices(Database database) {
        this.database = database;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(HELD, UNITS_LOST);
    }

    @Override
    public Set<String> types() {
        return Set.of("order.placed", "order.held", "order.units_lost");
    }

    @Override
    public List<Notice> notices(List<Event> events) {
        List<Event> wanted = events.stream()
                .filter(e -> !e.type().equals("order.placed")
                        || Boolean.TRUE.equals(e.payload().get("held")))
                .toList();
        Map<UUID, UUID> nodes = nodes(wanted);
        return wanted.stream()
                .filter(e -> nodes.containsKey(e.aggregateId()))
                .map(e -> notice(e, Objects.requireNonNull(nodes.get(e.aggregateId()))))
                .toList();
    }

    private static Notice notice(Event event, UUID node) {
        String page = "/orders/" + event.aggregateId();
        Object number = Objects.requireNonNull(event.payload().get("number"));
        return event.type().equals("order.units_lost")
                ? Notice.at(
                        node,
                        UNITS_LOST,
                        page,
                        event.actor(),
                        number,
                        Objects.requireNonNull(event.payload().get("units")))
                : Notice.at(node, HELD, page, event.actor(), number);
    }

    private Map<UUID, UUID> nodes(List<Event> events) {
        Map<UUID, UUID> nodes = new HashMap<>();
        if (!events.isEmpty()) {
            database.core()
                    .sql("select o.id, o.node_id from unnest(:ids) w (id) cross join lateral (select o.id, o.node_id"
                            + " from core.sales_order o where o.tenant_id = :tenant and o.id = w.id offset 0) o")
                    .param("tenant", Scope.currentTenant().value())
                    .param("ids", Rows.array("uuid", events, Event::aggregateId))
                    .query(rs -> {
                        nodes.put(rs.getObject("id", UUID.class), rs.getObject("node_id", UUID.class));
                    });
        }
        return nodes;
    }
}
