package io.storelane.order;

import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.Hold;
import io.storelane.inventory.Router;
import io.storelane.problem.Fault;
import io.storelane.tenancy.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An order as it is going to be stored: what its draft and the plan of its units come to. Its rows are written from it, and whoever
 * placed it is answered from it, without reading it again.
 *
 * @param whole as a reader would find it, nothing masked
 * @param holds the units that it takes
 */
record NewOrder(Draft draft, Orders.Whole whole, List<Hold> holds) {

    OrderView view() {
        return whole.order();
    }

    /** @param now when it is stored; kept to the microsecond, as the database does */
    static NewOrder of(Draft draft, Router.Plan plan, Instant now, JsonMapper json) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        boolean held = !draft.faults().isEmpty() || (draft.isFact() && !plan.isComplete());
        List<Hold> holds = draft.holds(plan);
        List<HeldUnits> units = new ArrayList<>();
        for (int i = 0; i < holds.size(); i++) {
            units.add(held(holds.get(i), plan.picks().get(i).site(), json));
        }
        var whole = new Orders.Whole(
                view(draft, plan, held, at),
                draft.lines().stream().map(line -> line(line, plan)).toList(),
                draft.lines().stream()
                        .flatMap(line -> line.shares().stream()
                                .map(s -> new OrderView.Share(
                                        line.id(), Texts.kept(s.code(), 100), Texts.kept(s.label(), 500), s.amount())))
                        .toList(),
                Drafts.once(draft.command().payments()).stream()
                        .filter(p -> p.amount() > 0)
                        .map(p -> payment(p, at))
                        .toList(),
                entries(draft, plan, held, at, json),
                tasks(draft, plan, at, json),
                units);
        return new NewOrder(draft, whole, holds);
    }

    private static OrderView view(Draft draft, Router.Plan plan, boolean held, Instant at) {
        PlaceOrder command = draft.command();
        PlaceOrder.Invoice invoice = command.invoice();
        String kind = invoice.kind();
        Draft.Amounts amounts = draft.amounts();
        return new OrderView(
                draft.id(),
                draft.number(),
                draft.channel().id(),
                draft.channel().name(),
                draft.externalId(),
                command.source().code(),
                draft.channel().nodeId(),
                draft.channel().path(),
                command.customerId(),
                OrderState.OPEN,
                PaymentState.of(amounts.total(), amounts.paid(), 0),
                fulfilment(draft, plan),
                "none",
                held,
                held ? OrderWriter.WAITS_FOR_TASKS : "",
                draft.currency(),
                draft.channel().taxIncluded(),
                amounts.subtotal(),
                amounts.discount(),
                Math.max(0, command.shipping()),
                amounts.tax(),
                amounts.total(),
                amounts.paid(),
                0,
                0,
                0,
                Texts.kept(command.buyer()),
                Texts.kept(command.shipTo()),
                new PlaceOrder.Invoice(
                        kind.equals("person") || kind.equals("company") ? kind : "none",
                        Texts.kept(invoice.title(), 500),
                        Texts.kept(invoice.taxNumber(), 100)),
                command.salesPersonId(),
                null,
                Texts.kept(command.note(), 2_000),
                command.tags().stream().map(t -> Texts.kept(t, 40)).limit(20).toList(),
                draft.placedAt().truncatedTo(ChronoUnit.MICROS),
                at,
                0);
    }

    private static FulfilmentState fulfilment(Draft draft, Router.Plan plan) {
        long needed = draft.needs().stream().mapToLong(Router.Need::units).sum();
        long missing =
                plan.shortfall().values().stream().mapToLong(Long::longValue).sum();
        boolean unknown = draft.lines().stream().anyMatch(l -> l.variantId() == null);
        return FulfilmentState.of(needed - missing, missing, unknown);
    }

    private static OrderView.Line line(Draft.DraftLine line, Router.Plan plan) {
        long missing = plan.shortfall().getOrDefault(line.position(), 0L);
        return new OrderView.Line(
                line.id(),
                line.position(),
                line.kind(),
                line.parentId(),
                line.variantId(),
                line.sku(),
                line.title(),
                line.quantity(),
                0,
                line.needsStock() ? line.quantity() - missing : 0,
                missing,
                0,
                0,
                0,
                0,
                line.unitPrice(),
                line.discount(),
                line.tax(),
                line.total(),
                line.taxRate());
    }

    private static OrderView.Payment payment(PlaceOrder.Payment payment, Instant at) {
        Instant paidAt = payment.at();
        return new OrderView.Payment(
                "payment",
                Texts.kept(payment.method(), 100),
                Texts.kept(payment.reference(), 100),
                payment.amount(),
                paidAt == null ? at : paidAt.truncatedTo(ChronoUnit.MICROS));
    }

    private static List<OrderView.Entry> entries(
            Draft draft, Router.Plan plan, boolean held, Instant at, JsonMapper json) {
        List<OrderView.Entry> entries = new ArrayList<>();
        entries.add(
                entry(draft, "placed", Map.of("source", draft.command().source().code()), at, json));
        if (!plan.picks().isEmpty()) {
            long sites =
                    plan.picks().stream().map(Router.Pick::siteId).distinct().count();
            entries.add(entry(draft, "allocated", Map.of("locations", sites), at, json));
        }
        if (held) {
            entries.add(entry(draft, "held", Map.of("reason", OrderWriter.WAITS_FOR_TASKS), at, json));
        }
        return entries;
    }

    private static OrderView.Entry entry(Draft draft, String kind, Map<String, ?> detail, Instant at, JsonMapper json) {
        return new OrderView.Entry(
                Ids.next(),
                kind,
                json.writeValueAsString(detail),
                "",
                draft.actor().name(),
                at);
    }

    private static List<OrderView.Task> tasks(Draft draft, Router.Plan plan, Instant at, JsonMapper json) {
        List<Fault> faults = new ArrayList<>(draft.faults());
        if (draft.isFact()) {
            faults.addAll(draft.shortFaults(plan));
        }
        return faults.stream()
                .map(fault -> new OrderView.Task(
                        Ids.next(),
                        lineOf(draft, fault),
                        fault.code().name(),
                        json.writeValueAsString(Map.of("path", fault.path(), "args", fault.args())),
                        "open",
                        at))
                .toList();
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

    private static HeldUnits held(Hold hold, Router.Site site, JsonMapper json) {
        return new HeldUnits(
                hold.id(),
                hold.orderId(),
                hold.lineId(),
                hold.variantId(),
                hold.locationId(),
                site.code(),
                site.name(),
                hold.units(),
                0,
                "held",
                hold.rule(),
                json.writeValueAsString(hold.reason()),
                hold.expiresAt());
    }
}
