package io.storelane.order;

import io.storelane.access.GivenWork;
import io.storelane.access.LostWork;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditEntry;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Open orders whose assignee may not see them any more are nobody's. Orders are locked before what belongs to them, so this is first. */
@Component
@Order(10)
class GivenOrders implements GivenWork {

    private record Lost(UUID id, String number, UUID node, String assignee) {}

    private final LostWork work;
    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Rows<Lost> entries;

    GivenOrders(LostWork work, Database database, AuditLog audit, Events events, Clock clock) {
        this.work = work;
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.entries = Rows.<Lost>of("order_entry")
                .with("id", "uuid", _ -> Ids.next())
                .with("order_id", "uuid", Lost::id)
                .with("kind", "text", _ -> "assigned")
                .with("detail", "jsonb", _ -> "{}")
                .with("note", "text", _ -> "")
                .with("actor_name", "text", _ -> Actor.current().name())
                .with("at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(Collection<UUID> users) {
        TenantId tenant = Scope.currentTenant();
        List<Lost> lost = work.find(
                        """
                        select o.id, o.number, o.node_id, coalesce(m.name, '') as assignee from core.sales_order o
                        left join platform.tenant_member m on m.tenant_id = o.tenant_id and m.user_id = o.assignee_id
                        where o.tenant_id = :tenant and o.state = 'open' and %s order by o.id for no key update of o""".formatted(LostWork.condition(
                                Permission.ORDERS_VIEW, "o.assignee_id", List.of("o.org_path"))),
                        users)
                .query((rs, _) -> new Lost(
                        rs.getObject("id", UUID.class),
                        rs.getString("number"),
                        rs.getObject("node_id", UUID.class),
                        rs.getString("assignee")))
                .list();
        if (lost.isEmpty()) {
            return;
        }
        work.set(
                "core.sales_order set assignee_id = null, updated_at = :now",
                lost.stream().map(Lost::id).toList());
        Actor actor = Actor.current();
        Rows.send(
                database,
                List.of(
                        entries.ready(lost),
                        audit.entries(lost.stream()
                                .map(o -> new NewAuditEntry(
                                        tenant,
                                        "order.assigned",
                                        new AuditTarget("order", o.id(), o.number(), o.node()),
                                        Map.of("from", o.assignee()),
                                        actor))
                                .toList()),
                        events.ready(lost.stream()
                                .map(o -> new NewEvent(
                                        tenant, "order.assigned", "order", o.id(), Map.of("number", o.number()), actor))
                                .toList())));
    }
}
