package io.storelane.rma;

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

/** Returns that go on and whose assignee may not see them any more are those of after-sales as a whole. */
@Component
@Order(30)
class GivenReturns implements GivenWork {

    private record Lost(UUID id, String number, UUID node, UUID order, String orderNumber, String assignee) {}

    private final LostWork work;
    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Rows<Lost> entries;

    GivenReturns(LostWork work, Database database, AuditLog audit, Events events, Clock clock) {
        this.work = work;
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.entries = Rows.<Lost>of("rma_entry")
                .with("rma_id", "uuid", Lost::id)
                .with("id", "uuid", _ -> Ids.next())
                .with("kind", "text", _ -> "assigned")
                .with("detail", "jsonb", _ -> "{}")
                .with("actor_name", "text", _ -> Actor.current().name())
                .with("at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(Collection<UUID> users) {
        TenantId tenant = Scope.currentTenant();
        List<Lost> lost = work.find(
                        """
                        select r.id, r.number, r.node_id, r.order_id, r.order_number, coalesce(m.name, '') as assignee
                        from core.rma r left join core.location l on l.tenant_id = r.tenant_id and l.id = r.location_id
                        left join platform.tenant_member m on m.tenant_id = r.tenant_id and m.user_id = r.assignee_id
                        where r.tenant_id = :tenant and r.state in ('requested','approved','received','inspected') and %s
                        order by r.id for no key update of r""".formatted(LostWork.condition(
                                Permission.RETURNS_VIEW,
                                "r.assignee_id",
                                List.of("r.org_path", "coalesce(l.org_path, '')"))),
                        users)
                .query((rs, _) -> new Lost(
                        rs.getObject("id", UUID.class),
                        rs.getString("number"),
                        rs.getObject("node_id", UUID.class),
                        rs.getObject("order_id", UUID.class),
                        rs.getString("order_number"),
                        rs.getString("assignee")))
                .list();
        if (lost.isEmpty()) {
            return;
        }
        work.set(
                "core.rma set assignee_id = null, updated_at = :now",
                lost.stream().map(Lost::id).toList());
        Actor actor = Actor.current();
        Rows.send(
                database,
                List.of(
                        entries.ready(lost),
                        audit.entries(lost.stream()
                                .map(r -> new NewAuditEntry(
                                        tenant,
                                        "rma.assigned",
                                        new AuditTarget(ReturnWriter.TYPE, r.id(), r.number(), r.node()),
                                        Map.of("from", r.assignee()),
                                        actor))
                                .toList()),
                        events.ready(lost.stream()
                                .map(r -> new NewEvent(
                                        tenant,
                                        "rma.assigned",
                                        ReturnWriter.TYPE,
                                        r.id(),
                                        Map.of(
                                                "number", r.number(),
                                                "orderId", r.order(),
                                                "orderNumber", r.orderNumber()),
                                        actor))
                                .toList())));
    }
}
