package io.storelane.rma;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.order.OrderAftersales;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What every change of a return writes: the row with its version, both timelines, the audit trail, the event. */
@Component
class ReturnWriter {

    static final String TYPE = "rma";

    /** What the order's timeline tells too; that units came it says by itself. */
    private static final Set<String> TOLD =
            Set.of("requested", "approved", "refused", "withdrawn", "exchanged", "closed");

    private final Database database;
    private final OrderAftersales orders;
    private final AuditLog audit;
    private final Events events;
    private final ReturnSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    ReturnWriter(
            Database database,
            OrderAftersales orders,
            AuditLog audit,
            Events events,
            ReturnSettings settings,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.orders = orders;
        this.audit = audit;
        this.events = events;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Sets columns of a return, which the caller has locked. */
    void set(UUID id, Map<String, ? extends @Nullable Object> columns) {
        StringBuilder sql = new StringBuilder("update core.rma set version = version + 1, updated_at = :now");
        columns.keySet().forEach(c -> sql.append(", ").append(c).append(" = :").append(c));
        database.core()
                .sql(sql + " where tenant_id = :tenant and id = :id")
                .params(columns)
                .param("now", Timestamp.from(now()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
    }

    /** Sets the state, and when the next step has to be done by, with other columns. */
    void become(UUID id, ReturnState state, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>(more);
        columns.put("state", state.code());
        columns.put(
                "due_at",
                state.isEnded() || state == ReturnState.APPROVED
                        ? null
                        : Timestamp.from(settings.current().due(now())));
        set(id, columns);
    }

    /**
     * Writes that something happened, once the return is as it will be. The order is locked.
     *
     * @param type of the event
     */
    void happened(ReturnView rma, String type, Map<String, ?> detail, String note) {
        String verb = type.substring(TYPE.length() + 1);
        entry(rma.id(), verb, detail, note);
        audit.record(type, new AuditTarget(TYPE, rma.id(), rma.number(), rma.nodeId()), Map.of(), detail);
        Map<String, Object> payload = new LinkedHashMap<>(detail);
        payload.put("number", rma.number());
        payload.put("orderId", rma.orderId());
        payload.put("orderNumber", rma.orderNumber());
        events.append(type, TYPE, rma.id(), payload);
        if (TOLD.contains(verb)) {
            orders.happened(
                    rma.orderId(), "return_" + verb, aftersales(rma.orderId()), Map.of("number", rma.number()), "");
        }
    }

    /** Where the returns of an order stand as a whole. */
    private String aftersales(UUID order) {
        List<String> states = database.core()
                .sql("select distinct state from core.rma where tenant_id = :tenant and order_id = :order")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .query((rs, _) -> rs.getString("state"))
                .list();
        if (states.contains("requested")) {
            return "requested";
        }
        if (states.stream().anyMatch(s -> !ReturnState.of(s).isEnded())) {
            return "in_work";
        }
        return states.contains("closed") ? "closed" : "none";
    }

    private void entry(UUID id, String kind, Map<String, ?> detail, String note) {
        database.core()
                .sql("""
                        insert into core.rma_entry (tenant_id, rma_id, id, kind, detail, note, actor_name, at)
                        values (:tenant, :rma, :id, :kind, :detail::jsonb, :note, :name, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("rma", id)
                .param("id", Ids.next())
                .param("kind", kind)
                .param("detail", json.writeValueAsString(detail))
                .param("note", note)
                .param("name", Actor.current().name())
                .param("now", Timestamp.from(now()))
                .update();
    }
}
