package io.storelane.order;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditEntry;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.inventory.Reservations;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Writes orders with all that belongs to them. */
@Component
class OrderRows {

    private static final Rows<NewOrder> ORDERS = Rows.<NewOrder>of(
                    "sales_order", o -> o.draft().tenant())
            .with("id", "uuid", o -> o.view().id())
            .with("number", "text", o -> o.view().number())
            .with("channel_id", "uuid", o -> o.view().channelId())
            .with("external_id", "text", o -> o.view().externalId())
            .with("source", "text", o -> o.view().source())
            .with("node_id", "uuid", o -> o.view().nodeId())
            // the draft knew the node's path some time ago; this lock keeps it until the order is there
            .withExpression("org_path", "uuid", o -> o.view().nodeId(), """
                        (select n.path from core.org_node n where n.tenant_id = r.tenant_id and n.id = r.org_path for key share)""")
            .with("customer_id", "uuid", o -> o.view().customerId())
            .with("state", "text", o -> o.view().state().code())
            .with("payment_state", "text", o -> o.view().payment().code())
            .with("fulfilment_state", "text", o -> o.view().fulfilment().code())
            .with("aftersales_state", "text", o -> o.view().aftersales())
            .with("held", "boolean", o -> o.view().held())
            .with("hold_reason", "text", o -> o.view().holdReason())
            .with("currency", "text", o -> o.view().currency())
            .with("tax_included", "boolean", o -> o.view().taxIncluded())
            .with("subtotal", "bigint", o -> o.view().subtotal())
            .with("discount", "bigint", o -> o.view().discount())
            .with("shipping", "bigint", o -> o.view().shipping())
            .with("tax", "bigint", o -> o.view().tax())
            .with("total", "bigint", o -> o.view().total())
            .with("paid", "bigint", o -> o.view().paid())
            .with("buyer_name", "text", o -> o.view().buyer().name())
            .with("buyer_phone", "text", o -> o.view().buyer().phone())
            .with("buyer_email", "text", o -> o.view().buyer().email())
            .with("ship_name", "text", o -> o.view().shipTo().name())
            .with("ship_phone", "text", o -> o.view().shipTo().phone())
            .with("ship_country", "text", o -> o.view().shipTo().country())
            .with("ship_region", "text", o -> o.view().shipTo().region())
            .with("ship_province", "text", o -> o.view().shipTo().province())
            .with("ship_city", "text", o -> o.view().shipTo().city())
            .with("ship_district", "text", o -> o.view().shipTo().district())
            .with("ship_street", "text", o -> o.view().shipTo().street())
            .with("ship_postal_code", "text", o -> o.view().shipTo().postalCode())
            .with("invoice_kind", "text", o -> o.view().invoice().kind())
            .with("invoice_title", "text", o -> o.view().invoice().title())
            .with("invoice_tax_number", "text", o -> o.view().invoice().taxNumber())
            .with("sales_person_id", "uuid", o -> o.view().salesPersonId())
            .with("note", "text", o -> o.view().note())
            .withList("tags", o -> o.view().tags())
            .with("lines", "integer", o -> (int)
                    o.draft().lines().stream().filter(l -> l.parentId() == null).count())
            .with(
                    "units",
                    "bigint",
                    o -> o.draft().lines().stream()
                            .filter(l -> l.parentId() == null)
                            .mapToLong(Draft.DraftLine::quantity)
                            .sum())
            .with("placed_at", "timestamptz", o -> Timestamp.from(o.view().placedAt()))
            .with("created_at", "timestamptz", o -> Timestamp.from(o.view().updatedAt()))
            .with("updated_at", "timestamptz", o -> Timestamp.from(o.view().updatedAt()));

    private static final Rows<LineRow> LINES = Rows.<LineRow>of(
                    "order_line", r -> r.draft().tenant())
            .with("id", "uuid", r -> r.line().id())
            .with("order_id", "uuid", r -> r.draft().id())
            .with("position", "integer", r -> r.line().position())
            .with("kind", "text", r -> r.line().kind())
            .with("parent_id", "uuid", r -> r.line().parentId())
            .with("variant_id", "uuid", r -> r.line().variantId())
            .with("sku", "text", r -> r.line().sku())
            .with("title", "text", r -> r.line().title())
            .with("quantity", "bigint", r -> r.line().quantity())
            .with("reserved", "bigint", r -> r.line().reserved())
            .with("short", "bigint", r -> r.line().missing())
            .with("unit_price", "bigint", r -> r.line().unitPrice())
            .with("discount", "bigint", r -> r.line().discount())
            .with("tax", "bigint", r -> r.line().tax())
            .with("total", "bigint", r -> r.line().total())
            .with("tax_rate_bp", "integer", r -> r.line().taxRate());

    private static final Rows<ShareRow> SHARES = Rows.<ShareRow>of(
                    "order_discount", r -> r.draft().tenant())
            .with("id", "uuid", _ -> Ids.next())
            .with("order_id", "uuid", r -> r.draft().id())
            .with("line_id", "uuid", r -> r.share().lineId())
            .with("code", "text", r -> r.share().code())
            .with("label", "text", r -> r.share().label())
            .with("amount", "bigint", r -> r.share().amount());

    private static final Rows<PaymentRow> PAYMENTS = Rows.<PaymentRow>of(
                    "order_payment", r -> r.draft().tenant())
            .with("id", "uuid", _ -> Ids.next())
            .with("order_id", "uuid", r -> r.draft().id())
            .with("kind", "text", r -> r.payment().kind())
            .with("method", "text", r -> r.payment().method())
            .with("reference", "text", r -> r.payment().reference())
            .with("amount", "bigint", r -> r.payment().amount())
            .with("at", "timestamptz", r -> Timestamp.from(r.payment().at()))
            .with("actor_id", "uuid", r -> r.draft().actor().userId());

    private static final Rows<TaskRow> TASKS = Rows.<TaskRow>of(
                    "order_task", r -> r.draft().tenant())
            .with("id", "uuid", r -> r.task().id())
            .with("order_id", "uuid", r -> r.draft().id())
            .with("line_id", "uuid", r -> r.task().lineId())
            .with("fault", "text", r -> r.task().fault())
            .with("detail", "jsonb", r -> r.task().detail())
            .withExpression("org_path", "uuid", r -> r.draft().id(), """
                        (select o.org_path from core.sales_order o where o.tenant_id = r.tenant_id and o.id = r.org_path)""")
            .with("created_at", "timestamptz", r -> Timestamp.from(r.task().createdAt()));

    private static final Rows<EntryRow> ENTRIES = Rows.<EntryRow>of(
                    "order_entry", r -> r.draft().tenant())
            .with("id", "uuid", r -> r.entry().id())
            .with("order_id", "uuid", r -> r.draft().id())
            .with("kind", "text", r -> r.entry().kind())
            .with("detail", "jsonb", r -> r.entry().detail())
            .with("note", "text", r -> r.entry().note())
            .with("actor_id", "uuid", r -> r.draft().actor().userId())
            .with("actor_name", "text", r -> r.entry().actorName())
            .with("at", "timestamptz", r -> Timestamp.from(r.entry().at()));

    private final Database database;
    private final Reservations reservations;
    private final Events events;
    private final AuditLog audit;
    private final OrderSearchTexts texts;

    OrderRows(Database database, Reservations reservations, Events events, AuditLog audit, OrderSearchTexts texts) {
        this.database = database;
        this.reservations = reservations;
        this.events = events;
        this.audit = audit;
        this.texts = texts;
    }

    private record LineRow(Draft draft, OrderView.Line line) {}

    private record ShareRow(Draft draft, OrderView.Share share) {}

    private record PaymentRow(Draft draft, OrderView.Payment payment) {}

    private record TaskRow(Draft draft, OrderView.Task task) {}

    private record EntryRow(Draft draft, OrderView.Entry entry) {}

    /** What was written, and tenants who had less than the plans name: then all has to be undone. */
    record Written(Set<UUID> ids, Set<TenantId> fellShort) {}

    /** Writes those that the channel did not send before, in the scope of their tenant or of a group. */
    Written write(List<NewOrder> all) {
        Map<UUID, String> fresh = orders(all);
        List<NewOrder> orders =
                all.stream().filter(o -> fresh.containsKey(o.draft().id())).toList();
        texts.add(orders, fresh);
        Rows.send(
                database,
                List.of(
                        lines(rows(orders, o -> o.whole().lines(), LineRow::new)),
                        shares(rows(orders, o -> o.whole().shares(), ShareRow::new)),
                        payments(rows(orders, o -> o.whole().payments(), PaymentRow::new)),
                        timeline(rows(orders, o -> o.whole().entries(), EntryRow::new)),
                        audit.entries(orders.stream()
                                .filter(o -> !o.draft().isFact())
                                .map(OrderRows::trail)
                                .toList()),
                        events.ready(orders.stream().map(OrderRows::event).toList())));
        insertTasks(rows(orders, o -> o.whole().tasks(), TaskRow::new));
        // levels last: their locks are held the shortest
        return new Written(
                fresh.keySet(),
                reservations.hold(
                        orders.stream().flatMap(o -> o.holds().stream()).toList()));
    }

    private static <P, R> List<R> rows(
            List<NewOrder> orders, Function<NewOrder, List<P>> parts, BiFunction<Draft, P, R> row) {
        return orders.stream()
                .flatMap(o -> parts.apply(o).stream().map(part -> row.apply(o.draft(), part)))
                .toList();
    }

    /** @return those that went in, with the path of each */
    private Map<UUID, String> orders(List<NewOrder> orders) {
        return ORDERS.insertNew(database, inOrderOfNodes(orders), UUID.class, "org_path", String.class);
    }

    /** Columns of who bought. */
    static Map<String, String> buyer(PlaceOrder.Buyer buyer) {
        return Map.of("buyer_name", buyer.name(), "buyer_phone", buyer.phone(), "buyer_email", buyer.email());
    }

    /** Columns of where it goes. */
    static Map<String, String> address(PlaceOrder.Address to) {
        return Map.of(
                "ship_name",
                to.name(),
                "ship_phone",
                to.phone(),
                "ship_country",
                to.country(),
                "ship_region",
                to.region(),
                "ship_province",
                to.province(),
                "ship_city",
                to.city(),
                "ship_district",
                to.district(),
                "ship_street",
                to.street(),
                "ship_postal_code",
                to.postalCode());
    }

    /** In the order in which a move of nodes takes them. */
    private static List<NewOrder> inOrderOfNodes(List<NewOrder> orders) {
        return orders.stream()
                .sorted(Comparator.comparing((NewOrder o) -> o.draft().tenant())
                        .thenComparing(o -> o.view().nodeId().toString()))
                .toList();
    }

    /** Who placed it by hand or by program; what a channel sends nobody did, and the log of events has it. */
    private static NewAuditEntry trail(NewOrder order) {
        Draft draft = order.draft();
        return new NewAuditEntry(
                draft.tenant(),
                "order.placed",
                new AuditTarget(
                        "order", draft.id(), draft.number(), draft.channel().nodeId()),
                Map.of(
                        "source",
                        draft.command().source().code(),
                        "total",
                        draft.amounts().total(),
                        "currency",
                        draft.currency()),
                draft.actor());
    }

    private static NewEvent event(NewOrder order) {
        Draft draft = order.draft();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("number", draft.number());
        payload.put("channelId", draft.channel().id().toString());
        payload.put("source", draft.command().source().code());
        payload.put("currency", draft.currency());
        payload.put("total", draft.amounts().total());
        payload.put("held", order.view().held());
        payload.put(
                "lines",
                draft.lines().stream()
                        .filter(l -> l.parentId() == null)
                        .map(l -> Map.of("sku", l.sku(), "quantity", l.quantity()))
                        .toList());
        return new NewEvent(draft.tenant(), "order.placed", "order", draft.id(), payload, draft.actor());
    }

    private static Rows.Insert lines(List<LineRow> rows) {
        return LINES.ready(rows);
    }

    private static Rows.Insert shares(List<ShareRow> rows) {
        return SHARES.ready(rows);
    }

    private static Rows.Insert payments(List<PaymentRow> rows) {
        return PAYMENTS.ready(rows);
    }

    private void insertTasks(List<TaskRow> rows) {
        TASKS.insert(database, rows);
    }

    private static Rows.Insert timeline(List<EntryRow> rows) {
        return ENTRIES.ready(rows);
    }
}
