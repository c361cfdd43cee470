package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderList;
import io.storelane.order.OrderProblem;
import io.storelane.order.OrderSummary;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.web.OrderDocuments.Bulk;
import io.storelane.order.web.OrderDocuments.BulkResult;
import io.storelane.order.web.OrderDocuments.ItemError;
import io.storelane.order.web.OrderDocuments.ItemResult;
import io.storelane.order.web.OrderDocuments.ListedOrder;
import io.storelane.order.web.OrderDocuments.NewOrder;
import io.storelane.order.web.OrderDocuments.Order;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.Kind;
import io.storelane.tenancy.Slice;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiCaller;
import io.storelane.web.api.ApiFilter;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.OwnTransaction;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Query;
import io.storelane.web.api.Sent;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders: placed and read. */
@RestController
@RequestMapping("/api/v1/orders")
class OrdersApi {

    private static final int MOST = 100;

    private final Orders orders;
    private final OrderList list;
    private final OrderDocuments documents;
    private final MessageSource messages;

    OrdersApi(Orders orders, OrderList list, OrderDocuments documents, MessageSource messages) {
        this.orders = orders;
        this.list = list;
        this.documents = documents;
        this.messages = messages;
    }

    @ApiOperation(
            value = "List orders",
            details =
                    "Newest first. `view` is one of `all`, `allocate`, `held`, `short`, `late` (paid, and not shipped two days after it was placed), `unpaid`, `refund` (more is paid than the order costs now), `cancelled`; `q` is the beginning"
                            + " of a number, a phone in full, if the key may see it, or words of what is in the order; `sort` is `placed`, `updated` or `number`, with"
                            + " a minus for the other way. With `include=lines` each order comes with its lines. Phones are masked.",
            scope = Permission.ORDERS_VIEW,
            answer = OrderDocuments.LISTED_EXAMPLE)
    @GetMapping
    ApiPage<ListedOrder> list(
            @Query OrderQuery query,
            @Query OrderQuery.Shown shown,
            @RequestParam(defaultValue = "") @OneOf("lines") String include,
            Paging page) {
        Slice<OrderSummary> found = list.find(query.filter(shown), page.cursor(), page.limit());
        if (include.isEmpty()) {
            return ApiPage.of(found, order -> OrderDocuments.listed(order, null));
        }
        Map<UUID, List<OrderView.Line>> lines = orders.lines(found.rows());
        return ApiPage.of(found, order -> OrderDocuments.listed(order, lines.getOrDefault(order.id(), List.of())));
    }

    @ApiOperation(
            value = "Read an order",
            details =
                    "With its lines, the units held for them and why there, payments, tasks and timeline. Phone, mail and address are"
                            + " masked; with `personal=true` they come in full, which needs `personal.view` as well and goes on record.",
            scope = Permission.ORDERS_VIEW,
            answer = OrderDocuments.ORDER_EXAMPLE)
    @GetMapping("/{id}")
    Order get(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean personal, Locale locale) {
        return documents.order(personal ? orders.unmasked(id) : orders.order(id), locale);
    }

    @ApiOperation(
            value = "Place an order",
            details =
                    "Units are held at once; where and why stands at the lines. If units are missing it is refused with 409, unless"
                            + " `allowBackorder` is true. An order with the same `externalId` in the same channel is answered with the one"
                            + " that is stored; if currency, lines or total are others, with 409. Amounts are in the channel's currency. `holdMinutes` says how long the units"
                            + " are held while nothing is paid, 0 for ever (what is paid on delivery); without it the workspace's setting holds."
                            + " A line without `taxRate` has the workspace's rate.",
            scope = {Permission.ORDERS_MANAGE, Permission.ORDERS_VIEW},
            body = OrderDocuments.NEW_EXAMPLE,
            answer = OrderDocuments.ORDER_EXAMPLE)
    @OwnTransaction
    @PostMapping
    ResponseEntity<Order> place(@RequestBody NewOrder body, HttpServletRequest request, Locale locale) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Access.current().require(Permission.ORDERS_VIEW); // the answer shows the order
        var money = new SentMoney(body.currency());
        PlaceOrder command = body.command(number(body, request), money);
        new FieldErrors().addAll(money.faults()).throwIfAny();
        return switch (orders.place(command)) {
            case Placement.Placed placed ->
                ResponseEntity.created(URI.create("/api/v1/orders/" + placed.id()))
                        .body(documents.order(orders.shown(placed), locale));
            case Placement.Known known -> ResponseEntity.ok(documents.order(orders.order(known.id()), locale));
            case Placement.Refused refused -> throw refused(money.located(refused.faults()));
        };
    }

    /** A request that is repeated without a number of the channel is known by its key. */
    private static String number(NewOrder body, HttpServletRequest request) {
        String key = ApiFilter.idempotencyKey(request);
        if (key == null || body.externalId() != null) {
            return "";
        }
        byte[] name = (ApiCaller.current().keyId() + " " + key).getBytes(StandardCharsets.UTF_8);
        return "key-" + UUID.nameUUIDFromBytes(name);
    }

    /** What contradicts the stock or the stored orders is a conflict; whatever else is wrong lies with the values. */
    private static RuntimeException refused(List<Fault> faults) {
        FieldErrors errors = new FieldErrors().addAll(faults);
        Fault first = faults.getFirst();
        if (first.code().kind() == Kind.CONFLICT && faults.stream().allMatch(f -> f.code() == first.code())) {
            errors.throwIfAny(first.code(), first.args().toArray());
        }
        errors.throwIfAny();
        return new IllegalStateException("refused without a fault");
    }

    @ApiOperation(
            value = "Place many orders",
            details =
                    "100 at most, each for itself: `results` says of each, in their order, whether it was `placed`, is `known` already"
                            + " or was `refused`, and why; one with an unknown field or a wrong type is refused alone. Give each an"
                            + " `externalId`: then the request can be repeated.",
            scope = Permission.ORDERS_MANAGE,
            body = "{\"orders\": [" + OrderDocuments.NEW_EXAMPLE + "]}",
            answer = OrderDocuments.BULK_EXAMPLE)
    @OwnTransaction
    @PostMapping("/bulk")
    BulkResult bulk(@RequestBody Bulk body, Locale locale) {
        Access.current().require(Permission.ORDERS_MANAGE);
        if (body.orders().isEmpty() || body.orders().size() > MOST) {
            new FieldErrors().add("/orders", OrderProblem.BAD_BULK, MOST).throwIfAny();
        }
        List<Read> read = body.orders().stream().map(OrdersApi::read).toList();
        Iterator<Placement> placements = orders.placeAll(
                        read.stream().flatMap(r -> r.command().stream()).toList())
                .iterator();
        List<ItemResult> results = new ArrayList<>();
        for (Read one : read) {
            Placement placement = one.command().isPresent() ? placements.next() : new Placement.Refused(one.faults());
            results.add(result(results.size(), placement, one.money(), locale));
        }
        return new BulkResult(results);
    }

    /** An order of many as far as it can be read, or what is wrong with it. */
    private record Read(Optional<PlaceOrder> command, List<Fault> faults, SentMoney money) {}

    private static Read read(Sent<NewOrder> sent) {
        NewOrder body = sent.value().orElse(null);
        if (body == null) {
            return new Read(Optional.empty(), sent.faults(), new SentMoney(null));
        }
        var money = new SentMoney(body.currency());
        PlaceOrder command = body.command("", money);
        return new Read(money.faults().isEmpty() ? Optional.of(command) : Optional.empty(), money.faults(), money);
    }

    private ItemResult result(int index, Placement placement, SentMoney money, Locale locale) {
        return switch (placement) {
            case Placement.Placed p -> new ItemResult(index, "placed", p.id(), p.number(), List.of());
            case Placement.Known k -> new ItemResult(index, "known", k.id(), k.number(), List.of());
            case Placement.Refused r ->
                new ItemResult(
                        index,
                        "refused",
                        null,
                        null,
                        money.located(r.faults()).stream()
                                .map(f -> new ItemError(
                                        "/orders/" + index + f.path(),
                                        Problems.name(f.code()),
                                        messages.getMessage(
                                                f.code().messageKey(), f.args().toArray(), locale)))
                                .toList());
        };
    }
}
