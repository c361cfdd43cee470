package io.storelane.fulfilment;

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
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Fulfilment orders that are still to leave, and open hand-overs, of people who may not see them any more are anybody's. */
@Component
@Order(20)
class GivenFulfilments implements GivenWork {

    private record Lost(UUID id, String number, @Nullable UUID node, String owner) {}

    private final LostWork work;
    private final Database database;
    private final AuditLog audit;
    private final Events events;

    GivenFulfilments(LostWork work, Database database, AuditLog audit, Events events) {
        this.work = work;
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(Collection<UUID> users) {
        fulfilments(users);
        handOvers(users);
    }

    private void fulfilments(Collection<UUID> users) {
        List<FulfilmentView> lost = work.find(
                        FulfilmentRows.SELECT
                                + " and f.state in ('open','accepted','picking','packed') and "
                                + LostWork.condition(Permission.FULFILMENT_VIEW, "f.assignee_id", List.of("l.org_path"))
                                + " order by f.id for update of f",
                        users)
                .query((rs, _) -> FulfilmentRows.view(rs))
                .list();
        if (lost.isEmpty()) {
            return;
        }
        work.set(
                "core.fulfilment set assignee_id = null, updated_at = :now",
                lost.stream().map(FulfilmentView::id).toList());
        TenantId tenant = Scope.currentTenant();
        Actor actor = Actor.current();
        Rows.send(
                database,
                List.of(
                        audit.entries(lost.stream()
                                .map(f -> entry(
                                        "fulfilment.assigned",
                                        new AuditTarget("fulfilment", f.id(), f.number(), f.nodeId()),
                                        f.assignee()))
                                .toList()),
                        events.ready(lost.stream()
                                .map(f -> new NewEvent(
                                        tenant,
                                        "fulfilment.assigned",
                                        "fulfilment",
                                        f.id(),
                                        FulfilmentSync.payload(f),
                                        actor))
                                .toList())));
    }

    private void handOvers(Collection<UUID> users) {
        List<Lost> lost = work.find(
                        """
                        select h.id, h.subject_number, n.id as node_id, coalesce(m.name, '') as owner from core.hand_over h
                        left join core.org_node n on n.tenant_id = h.tenant_id and n.path = h.org_path
                        left join platform.tenant_member m on m.tenant_id = h.tenant_id and m.user_id = h.owner_id
                        where h.tenant_id = :tenant and h.state = 'open' and %s order by h.id for update of h""".formatted(LostWork.condition(
                                Permission.FULFILMENT_VIEW, "h.owner_id", List.of("h.org_path"))),
                        users)
                .query((rs, _) -> new Lost(
                        rs.getObject("id", UUID.class),
                        rs.getString("subject_number"),
                        rs.getObject("node_id", UUID.class),
                        rs.getString("owner")))
                .list();
        if (lost.isEmpty()) {
            return;
        }
        work.set(
                "core.hand_over set owner_id = null",
                lost.stream().map(Lost::id).toList());
        Rows.send(
                database,
                List.of(audit.entries(lost.stream()
                        .map(h -> entry(
                                "handover.assigned",
                                new AuditTarget("hand_over", h.id(), h.number(), h.node()),
                                h.owner()))
                        .toList())));
    }

    private static NewAuditEntry entry(String action, AuditTarget target, String from) {
        return new NewAuditEntry(Scope.currentTenant(), action, target, Map.of("from", from), Actor.current());
    }
}
