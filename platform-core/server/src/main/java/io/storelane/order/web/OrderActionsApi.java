package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderEdit;
import io.storelane.order.OrderPayments;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.web.OrderDocuments.NewAddress;
import io.storelane.order.web.OrderDocuments.NewBuyer;
import io.storelane.order.web.OrderDocuments.NewInvoice;
import io.storelane.order.web.OrderDocuments.NewPayment;
import io.storelane.order.web.OrderDocuments.Order;
import io.storelane.problem.FieldErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Places;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is done to an order. */
@RestController
@RequestMapping("/api/v1/orders/{id}")
class OrderActionsApi {

    /** Where the body of a payment has what is paid. */
    private static final Map<String, String> AMOUNT = Map.of("amount", "/amount/amount");

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final OrderDocuments documents;

    OrderActionsApi(Orders orders, OrderChanges changes, OrderPayments payments, OrderDocuments documents) {
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.documents = documents;
    }

    record Reason(@Nullable @Size(max = 500) String reason) {}

    record CancelledLine(UUID lineId, long quantity) {}

    /** @param lines what to cancel; null = all that is left */
    record Cancellation(
            @Nullable @Size(max = 500) String reason,
            @Nullable @Valid List<CancelledLine> lines) {}

    record Note(String text) {}

    record Tags(List<String> tags) {}

    record Assignee(@Nullable UUID userId) {}

    record Match(String sku) {}

    record Move(UUID locationId, long units) {}

    /** Parts that are not there stay as they are. */
    record Edit(
            @Nullable NewBuyer buyer,
            @Nullable NewAddress shipTo,
            @Nullable NewInvoice invoice,
            @Nullable UUID salesPersonId,
            @Nullable String note) {}

    /** The answer shows the order: who may not see it is refused before anything is done. */
    @ModelAttribute
    void requireView() {
        Access.current().require(Permission.ORDERS_VIEW);
    }

    private Order shown(UUID id, Locale locale) {
        return documents.order(orders.order(id), locale);
    }

    @ApiOperation(
            value = "Change an order",
            details =
                    "Buyer, address, invoice, sales person and note, until a location works on it. A part that is not there stays as it"
                            + " is; so does a masked value that comes back as it was sent.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"note": "Ring twice"}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PatchMapping
    Order edit(@PathVariable UUID id, @IfMatch long version, @RequestBody Edit body, Locale locale) {
        Access.current().require(Permission.ORDERS_MANAGE);
        OrderView now = orders.order(id).order();
        changes.edit(
                id,
                new OrderEdit(
                        version,
                        body.buyer() == null ? now.buyer() : body.buyer().buyer(),
                        body.shipTo() == null ? now.shipTo() : body.shipTo().address(),
                        body.invoice() == null ? now.invoice() : body.invoice().invoice(),
                        body.salesPersonId() == null ? now.salesPersonId() : body.salesPersonId(),
                        body.note() == null ? now.note() : body.note()));
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Put an order on hold",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"reason": "Address to be confirmed"}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/hold")
    Order hold(@PathVariable UUID id, @RequestBody Reason body, Locale locale) {
        changes.hold(id, OrderDocuments.text(body.reason()));
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Release an order",
            details = "Refused while one of its tasks is open.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/release")
    Order release(@PathVariable UUID id, Locale locale) {
        changes.release(id);
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Cancel an order, or units of it",
            details =
                    "Without `lines` all that is left is cancelled. Units that are held go back to stock. The amounts of lines and"
                            + " order are those of what is left; what was paid beyond them is `money.toRefund`.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"reason": "Ordered twice", "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}]}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/cancel")
    Order cancel(@PathVariable UUID id, @RequestBody Cancellation body, Locale locale) {
        String reason = OrderDocuments.text(body.reason());
        if (body.lines() == null) {
            changes.cancel(id, reason);
        } else {
            Map<UUID, Long> units = new LinkedHashMap<>();
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < body.lines().size(); i++) {
                CancelledLine line = body.lines().get(i);
                if (!units.containsKey(line.lineId())) {
                    for (String field : List.of("lineId", "quantity")) {
                        places.put("lines[" + units.size() + "]." + field, "/lines/" + i + "/" + field);
                    }
                }
                units.merge(line.lineId(), line.quantity(), Long::sum);
            }
            Places.in(places, () -> changes.cancelUnits(id, units, reason));
        }
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Add a note",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"text": "Called the buyer"}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/notes")
    Order note(@PathVariable UUID id, @RequestBody Note body, Locale locale) {
        Places.in(Map.of("note", "/text"), () -> changes.note(id, body.text()));
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Set the tags",
            details = "All of them: those that are not named are taken away.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"tags": ["vip"]}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/tags")
    Order tags(@PathVariable UUID id, @RequestBody Tags body, Locale locale) {
        changes.tag(id, body.tags());
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Assign an order",
            details = "To a member who may see the order; to nobody with null.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"userId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02"}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/assign")
    Order assign(@PathVariable UUID id, @RequestBody Assignee body, Locale locale) {
        changes.assign(id, body.userId());
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Record a payment",
            scope = {Permission.PAYMENTS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"method": "alipay", "reference": "2026112200001", "amount": {"amount": 3000, "currency": "CNY"}}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/payments")
    Order pay(@PathVariable UUID id, @RequestBody NewPayment body, Locale locale) {
        Places.in(AMOUNT, () -> payments.pay(id, payment(id, body)));
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Record a refund",
            scope = {Permission.PAYMENTS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"method": "alipay", "reference": "2026112200002", "amount": {"amount": 1000, "currency": "CNY"}}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/refunds")
    Order refund(@PathVariable UUID id, @RequestBody NewPayment body, Locale locale) {
        Places.in(AMOUNT, () -> payments.refund(id, payment(id, body)));
        return shown(id, locale);
    }

    /** Money of an order is in the order's currency. */
    private PlaceOrder.Payment payment(UUID id, NewPayment body) {
        var money = new SentMoney(orders.order(id).order().currency());
        PlaceOrder.Payment payment = body.payment("", money);
        new FieldErrors().addAll(money.faults()).throwIfAny();
        return payment;
    }

    @ApiOperation(
            value = "Look again for units that are missing",
            details = "If they are found and no other task is open, an order goes on that waited for them.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/allocate")
    Order allocate(@PathVariable UUID id, Locale locale) {
        changes.allocate(id);
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Say what a line is",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"sku": "MUG-BLUE"}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/lines/{line}/match")
    Order match(@PathVariable UUID id, @PathVariable UUID line, @RequestBody Match body, Locale locale) {
        changes.matchLine(id, line, body.sku());
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Mark a task as done",
            details = "With the last one an order goes on that waited for its tasks.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/tasks/{task}/done")
    Order done(@PathVariable UUID id, @PathVariable UUID task, Locale locale) {
        changes.resolveTask(id, task);
        return shown(id, locale);
    }

    @ApiOperation(
            value = "Move units to another location",
            details = "The location has to have them free, and to be one at which the caller may move stock.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = """
                    {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40", "units": 1}""",
            answer = OrderDocuments.ORDER_EXAMPLE)
    @PostMapping("/reservations/{reservation}/move")
    Order move(@PathVariable UUID id, @PathVariable UUID reservation, @RequestBody Move body, Locale locale) {
        Places.in(
                Map.of("quantity", "/units", "location", "/locationId"),
                () -> changes.moveReservation(id, reservation, body.locationId(), body.units()));
        return shown(id, locale);
    }
}
