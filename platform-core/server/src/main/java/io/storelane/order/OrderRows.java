package io.storelane.order;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditEntry;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.inventory.Hold;
import io.storelane.inventory.Reservations;
import io.storelane.inventory.Router;
import io.storelane.problem.Fault;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes drafts of one tenant with all that belongs to them, each table in one statement. */
@Component
class OrderRows {

    private final Database database;
    private final Reservations reservations;
    private final Events events;
    private final AuditLog audit;
    private final JsonMapper json;
    private final Clock clock;

    OrderRows(
            Database database, Reservations reservations, Events events, AuditLog audit, JsonMapper json, Clock clock) {
        this.database = database;
        this.reservations = reservations;
        this.events = events;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** A draft and where its units come from. */
    record Routed(Draft draft, Router.Plan plan) {

        boolean held() {
            return !draft.faults().isEmpty() || (draft.isFact() && !plan.isComplete());
        }
    }

    private record LineRow(Draft draft, Draft.DraftLine line, long reserved, long missing) {}

    private record ShareRow(Draft draft, Draft.DraftLine line, PlaceOrder.Discount share) {}

    private record PaymentRow(Draft draft, PlaceOrder.Payment payment) {}

    private record TaskRow(
            Draft draft, Fault fault, @Nullable UUID lineId) {}

    private record Entry(Draft draft, String kind, Map<String, ?> detail, String note) {}

    /** What was written, and whether every unit that the plans name was there. */
    record Written(Set<UUID> ids, boolean heldAll) {}

    /** Writes those that the channel did not send before. */
    Written write(List<Routed> all) {
        Timestamp now = Timestamp.from(clock.instant());
        Set<UUID> fresh = new HashSet<>(orders(all, now));
        List<Routed> orders =
                all.stream().filter(o -> fresh.contains(o.draft().id())).toList();
        List<LineRow> lines = new ArrayList<>();
        List<ShareRow> shares = new ArrayList<>();
        List<PaymentRow> payments = new ArrayList<>();
        List<TaskRow> tasks = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        List<Hold> holds = new ArrayList<>();
        List<NewEvent> news = new ArrayList<>();
        List<NewAuditEntry> trail = new ArrayList<>();
        for (Routed order : orders) {
            lines(order, lines, shares);
            order.draft().command().payments().forEach(p -> payments.add(new PaymentRow(order.draft(), p)));
            tasks(order, tasks);
            entries(order, entries);
            holds.addAll(order.draft().holds(order.plan()));
            news.add(event(order));
            if (!order.draft().isFact()) {
                trail.add(trail(order));
            }
        }
        insertLines(lines);
        insertShares(shares);
        insertPayments(payments, now);
        insertTasks(tasks, now);
        Rows.send(database, List.of(timeline(entries, now), audit.entries(trail)));
        events.append(news);
        return new Written(fresh, reservations.hold(holds)); // levels last: their locks are held the shortest
    }

    private List<UUID> orders(List<Routed> orders, Timestamp now) {
        return Rows.<Routed>of("sales_order")
                .with("id", "uuid", o -> o.draft().id())
                .with("number", "text", o -> o.draft().number())
                .with("channel_id", "uuid", o -> o.draft().channel().id())
                .with("external_id", "text", o -> o.draft().externalId())
                .with("source", "text", o -> o.draft().command().source().code())
                .with("node_id", "uuid", o -> o.draft().channel().nodeId())
                // the draft knew the node's path some time ago; this lock keeps it until the order is there
                .withExpression("org_path", "uuid", o -> o.draft().channel().nodeId(), """
                        (select n.path from core.org_node n where n.tenant_id = t.tenant_id and n.id = r.org_path for key share)""")
                .with("customer_id", "uuid", o -> o.draft().command().customerId())
                .with("state", "text", _ -> "open")
                .with(
                        "payment_state",
                        "text",
                        o -> PaymentState.of(
                                        o.draft().amounts().total(),
                                        o.draft().amounts().paid(),
                                        0)
                                .code())
                .with("fulfilment_state", "text", OrderRows::fulfilment)
                .with("aftersales_state", "text", _ -> "none")
                .with("held", "boolean", Routed::held)
                .with("hold_reason", "text", o -> o.held() ? "tasks" : "")
                .with("currency", "text", o -> o.draft().currency())
                .with("tax_included", "boolean", o -> o.draft().channel().taxIncluded())
                .with("subtotal", "bigint", o -> o.draft().amounts().subtotal())
                .with("discount", "bigint", o -> o.draft().amounts().discount())
                .with("shipping", "bigint", o -> Math.max(0, o.draft().command().shipping()))
                .with("tax", "bigint", o -> o.draft().amounts().tax())
                .with("total", "bigint", o -> o.draft().amounts().total())
                .with("paid", "bigint", o -> o.draft().amounts().paid())
                .with("buyer_name", "text", o -> Texts.kept(buyer(o).name(), 100))
                .with("buyer_phone", "text", o -> Texts.kept(buyer(o).phone(), 100))
                .with("buyer_email", "text", o -> Texts.kept(buyer(o).email(), 500))
                .with("ship_name", "text", o -> Texts.kept(to(o).name(), 100))
                .with("ship_phone", "text", o -> Texts.kept(to(o).phone(), 100))
                .with("ship_country", "text", o -> Texts.kept(to(o).country(), 100))
                .with("ship_region", "text", o -> Texts.kept(to(o).region(), 100))
                .with("ship_province", "text", o -> Texts.kept(to(o).province(), 100))
                .with("ship_city", "text", o -> Texts.kept(to(o).city(), 100))
                .with("ship_district", "text", o -> Texts.kept(to(o).district(), 100))
                .with("ship_street", "text", o -> Texts.kept(to(o).street(), 500))
                .with("ship_postal_code", "text", o -> Texts.kept(to(o).postalCode(), 100))
                .with("invoice_kind", "text", OrderRows::invoiceKind)
                .with(
                        "invoice_title",
                        "text",
                        o -> Texts.kept(o.draft().command().invoice().title(), 500))
                .with(
                        "invoice_tax_number",
                        "text",
                        o -> Texts.kept(o.draft().command().invoice().taxNumber(), 100))
                .with("sales_person_id", "uuid", o -> o.draft().command().salesPersonId())
                .with("note", "text", o -> Texts.kept(o.draft().command().note(), 2_000))
                .withList(
                        "tags",
                        o -> o.draft().command().tags().stream()
                                .map(t -> Texts.kept(t, 40))
                                .limit(20)
                                .toList())
                .with("lines", "integer", o -> (int) o.draft().lines().stream()
                        .filter(l -> l.parentId() == null)
                        .count())
                .with(
                        "units",
                        "bigint",
                        o -> o.draft().lines().stream()
                                .filter(l -> l.parentId() == null)
                                .mapToLong(Draft.DraftLine::quantity)
                                .sum())
                .with("placed_at", "timestamptz", o -> Timestamp.from(o.draft().placedAt()))
                .with("created_at", "timestamptz", _ -> now)
                .with("updated_at", "timestamptz", _ -> now)
                .insertNew(database, inOrderOfNodes(orders), UUID.class);
    }

    /** In the order in which a move of nodes takes them. */
    private static List<Routed> inOrderOfNodes(List<Routed> orders) {
        return orders.stream()
                .sorted(Comparator.comparing(
                        (Routed o) -> o.draft().channel().nodeId().toString()))
                .toList();
    }

    private static PlaceOrder.Buyer buyer(Routed order) {
        return order.draft().command().buyer();
    }

    private static PlaceOrder.Address to(Routed order) {
        return order.draft().command().shipTo();
    }

    private static String invoiceKind(Routed order) {
        String kind = order.draft().command().invoice().kind();
        return kind.equals("person") || kind.equals("company") ? kind : "none";
    }

    private static String fulfilment(Routed order) {
        long needed =
                order.draft().needs().stream().mapToLong(Router.Need::units).sum();
        long missing = order.plan().shortfall().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        boolean unknown = order.draft().lines().stream().anyMatch(l -> l.variantId() == null);
        return FulfilmentState.of(needed - missing, missing, unknown).code();
    }

    private static void lines(Routed order, List<LineRow> lines, List<ShareRow> shares) {
        for (Draft.DraftLine line : order.draft().lines()) {
            long missing = order.plan().shortfall().getOrDefault(line.position(), 0L);
            long reserved = line.needsStock() ? line.quantity() - missing : 0;
            lines.add(new LineRow(order.draft(), line, reserved, missing));
            line.shares().forEach(share -> shares.add(new ShareRow(order.draft(), line, share)));
        }
    }

    private static void tasks(Routed order, List<TaskRow> tasks) {
        Draft draft = order.draft();
        for (Fault fault : draft.faults()) {
            tasks.add(new TaskRow(draft, fault, lineOf(draft, fault)));
        }
        if (draft.isFact()) {
            for (Fault fault : draft.shortFaults(order.plan())) {
                tasks.add(new TaskRow(draft, fault, lineOf(draft, fault)));
            }
        }
    }

    /** The line that a fault names by the number the caller gave it; none if the line could not be kept. */
    private static @Nullable UUID lineOf(Draft draft, Fault fault) {
        String[] parts = fault.path().split("/", -1);
        if (parts.length < 3 || !parts[1].equals("lines")) {
            return null;
        }
        String sku = draft.command().lines().get(Integer.parseInt(parts[2])).sku();
        return draft.lines().stream()
                .filter(l -> l.parentId() == null && l.sku().equalsIgnoreCase(Texts.kept(sku, 100)))
                .map(Draft.DraftLine::id)
                .findFirst()
                .orElse(null);
    }

    private static void entries(Routed order, List<Entry> entries) {
        Draft draft = order.draft();
        entries.add(new Entry(
                draft, "placed", Map.of("source", draft.command().source().code()), ""));
        if (!order.plan().picks().isEmpty()) {
            long sites = order.plan().picks().stream()
                    .map(Router.Pick::siteId)
                    .distinct()
                    .count();
            entries.add(new Entry(draft, "allocated", Map.of("locations", sites), ""));
        }
        if (order.held()) {
            entries.add(new Entry(draft, "held", Map.of("reason", "tasks"), ""));
        }
    }

    /** Who placed it by hand or by program; what a channel sends nobody did, and the log of events has it. */
    private static NewAuditEntry trail(Routed order) {
        Draft draft = order.draft();
        return new NewAuditEntry(
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

    private static NewEvent event(Routed order) {
        Draft draft = order.draft();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("number", draft.number());
        payload.put("channelId", draft.channel().id().toString());
        payload.put("source", draft.command().source().code());
        payload.put("currency", draft.currency());
        payload.put("total", draft.amounts().total());
        payload.put("held", order.held());
        payload.put(
                "lines",
                draft.lines().stream()
                        .filter(l -> l.parentId() == null)
                        .map(l -> Map.of("sku", l.sku(), "quantity", l.quantity()))
                        .toList());
        return new NewEvent("order.placed", "order", draft.id(), payload, draft.actor());
    }

    private void insertLines(List<LineRow> rows) {
        Rows.<LineRow>of("order_line")
                .with("id", "uuid", r -> r.line().id())
                .with("order_id", "uuid", r -> r.draft().id())
                .with("position", "integer", r -> r.line().position())
                .with("kind", "text", r -> r.line().kind())
                .with("parent_id", "uuid", r -> r.line().parentId())
                .with("variant_id", "uuid", r -> r.line().variantId())
                .with("sku", "text", r -> r.line().sku())
                .with("title", "text", r -> r.line().title())
                .with("quantity", "bigint", r -> r.line().quantity())
                .with("reserved", "bigint", LineRow::reserved)
                .with("short", "bigint", LineRow::missing)
                .with("unit_price", "bigint", r -> r.line().unitPrice())
                .with("discount", "bigint", r -> r.line().discount())
                .with("tax", "bigint", r -> r.line().tax())
                .with("total", "bigint", r -> r.line().total())
                .with("tax_rate_bp", "integer", r -> r.line().taxRate())
                .insert(database, rows);
    }

    private void insertShares(List<ShareRow> rows) {
        Rows.<ShareRow>of("order_discount")
                .with("id", "uuid", _ -> Ids.next())
                .with("order_id", "uuid", r -> r.draft().id())
                .with("line_id", "uuid", r -> r.line().id())
                .with("code", "text", r -> Texts.kept(r.share().code(), 100))
                .with("label", "text", r -> Texts.kept(r.share().label(), 500))
                .with("amount", "bigint", r -> r.share().amount())
                .insert(database, rows);
    }

    private void insertPayments(List<PaymentRow> rows, Timestamp now) {
        Rows.<PaymentRow>of("order_payment")
                .with("id", "uuid", _ -> Ids.next())
                .with("order_id", "uuid", r -> r.draft().id())
                .with("kind", "text", _ -> "payment")
                .with("method", "text", r -> Texts.kept(r.payment().method(), 100))
                .with("reference", "text", r -> Texts.kept(r.payment().reference(), 100))
                .with("amount", "bigint", r -> r.payment().amount())
                .with("at", "timestamptz", r -> time(r.payment().at(), now))
                .with("actor_id", "uuid", r -> r.draft().actor().userId())
                .insert(
                        database,
                        rows.stream().filter(r -> r.payment().amount() > 0).toList());
    }

    private static Timestamp time(@Nullable Instant at, Timestamp now) {
        return at == null ? now : Timestamp.from(at);
    }

    private void insertTasks(List<TaskRow> rows, Timestamp now) {
        Rows.<TaskRow>of("order_task")
                .with("id", "uuid", _ -> Ids.next())
                .with("order_id", "uuid", r -> r.draft().id())
                .with("line_id", "uuid", TaskRow::lineId)
                .with("fault", "text", r -> r.fault().code().name())
                .with(
                        "detail",
                        "jsonb",
                        r -> json.writeValueAsString(Map.of(
                                "path", r.fault().path(), "args", r.fault().args())))
                .withExpression("org_path", "uuid", r -> r.draft().id(), """
                        (select o.org_path from core.sales_order o where o.tenant_id = t.tenant_id and o.id = r.org_path)""")
                .with("created_at", "timestamptz", _ -> now)
                .insert(database, rows);
    }

    private Rows.Insert timeline(List<Entry> rows, Timestamp now) {
        return Rows.<Entry>of("order_entry")
                .with("id", "uuid", _ -> Ids.next())
                .with("order_id", "uuid", r -> r.draft().id())
                .with("kind", "text", Entry::kind)
                .with("detail", "jsonb", r -> json.writeValueAsString(r.detail()))
                .with("note", "text", Entry::note)
                .with("actor_id", "uuid", r -> r.draft().actor().userId())
                .with("actor_name", "text", r -> r.draft().actor().name())
                .with("at", "timestamptz", _ -> now)
                .ready(rows);
    }
}
