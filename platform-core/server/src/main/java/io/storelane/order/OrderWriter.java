package io.storelane.order;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What every change of an order writes: the row with its version, the timeline, the audit trail, the event. */
@Component
class OrderWriter {

    /** Why an order is on hold that has tasks. */
    static final String WAITS_FOR_TASKS = "tasks";

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final JsonMapper json;
    private final Clock clock;

    OrderWriter(Database database, AuditLog audit, Events events, JsonMapper json, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /** Sets columns of the order row, which the caller has locked. */
    void set(UUID order, Map<String, ?> columns) {
        StringBuilder sql = new StringBuilder("update core.sales_order set version = version + 1, updated_at = :now");
        columns.keySet().forEach(c -> sql.append(", ").append(c).append(" = :").append(c));
        database.core()
                .sql(sql + " where tenant_id = :tenant and id = :id")
                .params(columns)
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", order)
                .update();
    }

    /** Writes that something happened: to the timeline, the trail and the log. */
    void happened(OrderView order, String verb, Map<String, ?> detail, String note) {
        entry(order.id(), verb, detail, note);
        audit.record(
                "order." + verb,
                new AuditTarget("order", order.id(), order.number(), order.nodeId()),
                Map.of(),
                detail);
        Map<String, Object> payload = new LinkedHashMap<>(detail);
        payload.put("number", order.number());
        events.append("order." + verb, "order", order.id(), payload);
    }

    void entry(UUID order, String kind, Map<String, ?> detail, String note) {
        Actor actor = Actor.current();
        database.core()
                .sql("""
                        insert into core.order_entry (tenant_id, id, order_id, kind, detail, note, actor_id, actor_name, at)
                        values (:tenant, :id, :order, :kind, :detail::jsonb, :note, :actor, :name, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", Ids.next())
                .param("order", order)
                .param("kind", kind)
                .param("detail", json.writeValueAsString(detail))
                .param("note", note)
                .param("actor", actor.userId())
                .param("name", actor.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** How far an order is on its way; follows from its lines. */
    static String fulfilment(List<OrderView.Line> lines) {
        List<OrderView.Line> goods = lines.stream()
                .filter(l -> l.needsStock() || l.variantId() == null)
                .toList();
        long wanted = sum(goods, OrderView.Line::wanted);
        long shipped = sum(goods, OrderView.Line::shipped);
        long delivered = sum(goods, OrderView.Line::delivered);
        if (delivered > 0) {
            return (delivered == wanted ? FulfilmentState.DELIVERED : FulfilmentState.PARTLY_DELIVERED).code();
        }
        if (shipped > 0) {
            return (shipped == wanted ? FulfilmentState.SHIPPED : FulfilmentState.PARTLY_SHIPPED).code();
        }
        return sum(goods, OrderView.Line::inWork) > 0 ? FulfilmentState.IN_WORK.code() : allocation(lines);
    }

    private static long sum(List<OrderView.Line> lines, ToLongFunction<OrderView.Line> units) {
        return lines.stream().mapToLong(units).sum();
    }

    private static String allocation(List<OrderView.Line> lines) {
        long reserved = lines.stream().mapToLong(OrderView.Line::reserved).sum();
        long missing = lines.stream()
                .filter(OrderView.Line::needsStock)
                .mapToLong(l -> l.open() - l.reserved())
                .sum();
        boolean unknown = lines.stream().anyMatch(l -> l.variantId() == null && l.open() > 0);
        return FulfilmentState.of(reserved, missing, unknown).code();
    }

    /** An order of which all has arrived and is paid is completed, unless it is on hold. The caller has locked it. */
    void completeIfDone(OrderView order) {
        int completed = database.core()
                .sql("update core.sales_order set state = 'completed', version = version + 1, updated_at = :now"
                        + " where tenant_id = :tenant and id = :id and state = 'open' and fulfilment_state = 'delivered'"
                        + " and paid >= total and not held")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", order.id())
                .update();
        if (completed == 1) {
            happened(order, "completed", Map.of(), "");
        }
    }

    /** Like {@link #done}; an order that waited for its tasks goes on with the last of them. */
    void settle(OrderView order, List<OrderView.Task> tasks) {
        done(tasks);
        boolean waited = order.held() && order.holdReason().equals(WAITS_FOR_TASKS);
        if (waited && tasks.stream().anyMatch(t -> t.state().equals("open")) && nothingToDo(order.id())) {
            set(order.id(), Map.of("held", false, "hold_reason", ""));
            happened(order, "released", Map.of(), "");
            completeIfDone(order);
        }
    }

    private boolean nothingToDo(UUID order) {
        return database.core()
                .sql("select not exists (select from core.order_task where tenant_id = :tenant and order_id = :order"
                        + " and state = 'open')")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .query(Boolean.class)
                .single();
    }

    /** Marks those of the tasks that are open as put right. */
    void done(List<OrderView.Task> tasks) {
        List<OrderView.Task> open =
                tasks.stream().filter(t -> t.state().equals("open")).toList();
        if (open.isEmpty()) {
            return;
        }
        database.core()
                .sql(
                        "update core.order_task set state = 'done', done_at = ?, done_by = ? where tenant_id = ? and id = any (?)")
                .param(Timestamp.from(clock.instant()))
                .param(Actor.current().userId())
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", open, OrderView.Task::id))
                .update();
    }

    void task(OrderView order, @Nullable UUID line, String fault, Map<String, ?> detail) {
        database.core()
                .sql("""
                        insert into core.order_task (tenant_id, id, order_id, line_id, fault, detail, org_path, created_at)
                        values (:tenant, :id, :order, :line, :fault, :detail::jsonb, :path, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", Ids.next())
                .param("order", order.id())
                .param("line", line)
                .param("fault", fault)
                .param("detail", json.writeValueAsString(detail))
                .param("path", order.path())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
