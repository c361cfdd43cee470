package io.storelane.order.web;

import io.storelane.inventory.HeldUnits;
import io.storelane.order.OrderSummary;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Source;
import io.storelane.web.api.Amount;
import io.storelane.web.api.Sent;
import io.storelane.web.api.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Orders as they are sent. */
@Component
class OrderDocuments {

    static final String NEW_EXAMPLE = """
            {"channelId": "01a202ba-5c3d-74df-b3c3-862ecc38fd10", "externalId": "WEB-1001",
             "buyer": {"name": "Wang Fang", "phone": "13800000000"},
             "shipTo": {"name": "Wang Fang", "phone": "13800000000", "country": "CN", "region": "330106", "province": "浙江省",
               "city": "杭州市", "district": "西湖区", "street": "文三路 1 号"},
             "lines": [{"sku": "MUG-BLUE", "quantity": 2, "unitPrice": {"amount": 1500, "currency": "CNY"}}]}""";

    static final String LISTED_EXAMPLE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "number": "261122-7K2M9QXD", "externalId": "WEB-1001",
             "channelId": "01a202ba-5c3d-74df-b3c3-862ecc38fd10", "channel": "Web shop", "source": "api", "state": "open",
             "payment": "unpaid", "fulfilment": "allocated", "held": false, "customerId": null, "buyer": "Wang Fang",
             "phone": "138****0000", "units": 2, "missing": 0, "shipped": 0, "delivered": 0, "returned": 0,
             "total": {"amount": 3000, "currency": "CNY"}, "assignee": "",
             "tags": [], "placedAt": "2026-11-22T04:00:00Z", "updatedAt": "2026-11-22T04:00:00Z", "version": 0, "lines": null}""";

    static final String ORDER_EXAMPLE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "number": "261122-7K2M9QXD", "externalId": "WEB-1001",
             "channelId": "01a202ba-5c3d-74df-b3c3-862ecc38fd10", "channel": "Web shop", "source": "api", "customerId": null,
             "state": "open", "payment": "unpaid", "fulfilment": "allocated", "aftersales": "none", "held": false,
             "holdReason": "",
             "money": {"taxIncluded": true, "subtotal": {"amount": 3000, "currency": "CNY"},
               "discount": {"amount": 0, "currency": "CNY"}, "shipping": {"amount": 0, "currency": "CNY"},
               "tax": {"amount": 0, "currency": "CNY"}, "total": {"amount": 3000, "currency": "CNY"},
               "paid": {"amount": 0, "currency": "CNY"}, "refunded": {"amount": 0, "currency": "CNY"},
               "toRefund": {"amount": 0, "currency": "CNY"}},
             "buyer": {"name": "Wang Fang", "phone": "138****0000", "email": ""},
             "shipTo": {"name": "Wang Fang", "phone": "138****0000", "country": "CN", "region": "330106", "province": "浙江省",
               "city": "杭州市", "district": "****", "street": "****", "postalCode": ""},
             "invoice": {"kind": "none", "title": "", "taxNumber": ""},
             "lines": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "parentId": null, "kind": "goods", "sku": "MUG-BLUE",
               "title": "Blue mug", "quantity": 2, "cancelled": 0, "reserved": 2, "missing": 0,
               "inWork": 0, "shipped": 0, "delivered": 0, "returned": 0,
               "unitPrice": {"amount": 1500, "currency": "CNY"}, "discount": {"amount": 0, "currency": "CNY"},
               "tax": {"amount": 0, "currency": "CNY"}, "total": {"amount": 3000, "currency": "CNY"},
               "reservations": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd30", "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40",
                 "location": "Hangzhou", "units": 2, "rule": "nearness",
                 "reason": "Nearest to the receiver (same district), before SH-01. 2 locations were compared.",
                 "expiresAt": "2026-11-22T04:30:00Z"}]}],
             "payments": [], "tasks": [],
             "timeline": [{"kind": "placed", "note": "", "actor": "Web shop", "at": "2026-11-22T04:00:00Z"}],
             "salesPersonId": null, "assigneeId": null, "note": "", "tags": [], "placedAt": "2026-11-22T04:00:00Z",
             "updatedAt": "2026-11-22T04:00:00Z", "version": 0}""";

    static final String BULK_EXAMPLE = """
            {"results": [{"index": 0, "status": "placed", "id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
              "number": "261122-7K2M9QXD", "errors": []}]}""";

    private final OrderWords words;

    OrderDocuments(OrderWords words) {
        this.words = words;
    }

    record Bulk(List<Sent<NewOrder>> orders) {}

    record BulkResult(List<ItemResult> results) {}

    record ItemResult(
            int index,
            String status,
            @Nullable UUID id,
            @Nullable String number,
            List<ItemError> errors) {}

    record ItemError(String field, String code, String detail) {}

    record NewBuyer(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email) {

        PlaceOrder.Buyer buyer() {
            return new PlaceOrder.Buyer(text(name), text(phone), text(email));
        }
    }

    record NewAddress(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String country,
            @Nullable String region,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String street,
            @Nullable String postalCode) {

        PlaceOrder.Address address() {
            return new PlaceOrder.Address(
                    text(name),
                    text(phone),
                    text(country),
                    text(region),
                    text(province),
                    text(city),
                    text(district),
                    text(street),
                    text(postalCode));
        }
    }

    record NewInvoice(
            String kind, @Nullable String title, @Nullable String taxNumber) {

        PlaceOrder.Invoice invoice() {
            return new PlaceOrder.Invoice(kind, text(title), text(taxNumber));
        }
    }

    /** @param taxRate basis points; null = the rate of the workspace */
    record NewLine(
            String sku,
            long quantity,
            @Nullable Amount unitPrice,
            @Nullable Amount discount,
            @Nullable Integer taxRate,
            @Nullable Boolean gift,
            @Nullable String title) {

        PlaceOrder.Line line(String path, SentMoney money) {
            return new PlaceOrder.Line(
                    sku,
                    quantity,
                    money.given(path + "/unitPrice", unitPrice),
                    money.of(path + "/discount", discount),
                    taxRate,
                    gift != null && gift,
                    text(title));
        }
    }

    record NewDiscount(@Nullable String code, @Nullable String label, Amount amount) {

        PlaceOrder.Discount discount(String path, SentMoney money) {
            return new PlaceOrder.Discount(text(code), text(label), money.of(path + "/amount", amount));
        }
    }

    record NewPayment(
            String method,
            @Nullable String reference,
            Amount amount,
            @Nullable Instant at) {

        PlaceOrder.Payment payment(String path, SentMoney money) {
            return new PlaceOrder.Payment(method, text(reference), money.of(path + "/amount", amount), at);
        }
    }

    record NewOrder(
            UUID channelId,
            @Nullable String externalId,
            @Nullable Instant placedAt,
            @Nullable String currency,
            @Nullable UUID customerId,
            @Nullable NewBuyer buyer,
            @Nullable NewAddress shipTo,
            @Nullable NewInvoice invoice,
            List<NewLine> lines,
            @Nullable List<NewDiscount> discounts,
            @Nullable Amount shipping,
            @Nullable Amount total,
            @Nullable Boolean allowBackorder,
            @Nullable List<NewPayment> payments,
            @Nullable UUID salesPersonId,
            @Nullable List<String> tags,
            @Nullable String note,
            @Nullable Integer holdMinutes) {

        /** @param number stands for the number of the channel if there is none; empty = none */
        PlaceOrder command(String number, SentMoney money) {
            List<PlaceOrder.Line> wanted = each(lines, "/lines", (line, path) -> line.line(path, money));
            List<PlaceOrder.Discount> off = each(discounts, "/discounts", (d, path) -> d.discount(path, money));
            List<PlaceOrder.Payment> paid = each(payments, "/payments", (p, path) -> p.payment(path, money));
            long forShipping = money.of("/shipping", shipping);
            Long claimed = money.given("/total", total);
            return new PlaceOrder(
                    Source.API,
                    channelId,
                    externalId == null ? number : externalId,
                    placedAt,
                    money.currency(),
                    customerId,
                    buyer == null ? PlaceOrder.Buyer.NOBODY : buyer.buyer(),
                    shipTo == null ? PlaceOrder.Address.NOWHERE : shipTo.address(),
                    invoice == null ? PlaceOrder.Invoice.NONE : invoice.invoice(),
                    wanted,
                    off,
                    forShipping,
                    claimed,
                    allowBackorder != null && allowBackorder,
                    paid,
                    salesPersonId,
                    tags == null ? List.of() : tags,
                    text(note),
                    holdMinutes);
        }

        private static <A, B> List<B> each(@Nullable List<A> sent, String path, BiFunction<A, String, B> read) {
            return sent == null
                    ? List.of()
                    : IntStream.range(0, sent.size())
                            .mapToObj(i -> read.apply(sent.get(i), path + "/" + i))
                            .toList();
        }
    }

    /** @param lines null unless they were asked for */
    record ListedOrder(
            UUID id,
            String number,
            @Nullable String externalId,
            UUID channelId,
            String channel,
            String source,
            String state,
            String payment,
            String fulfilment,
            boolean held,
            @Nullable UUID customerId,
            String buyer,
            String phone,
            long units,
            long missing,
            long shipped,
            long delivered,
            long returned,
            Amount total,
            String assignee,
            List<String> tags,
            Instant placedAt,
            Instant updatedAt,
            long version,
            @Nullable List<Line> lines) {}

    /** @param toRefund what was paid over what the order costs now and is not back yet */
    record Money(
            boolean taxIncluded,
            Amount subtotal,
            Amount discount,
            Amount shipping,
            Amount tax,
            Amount total,
            Amount paid,
            Amount refunded,
            Amount toRefund) {}

    /** @param expiresAt when the units go back if nothing is paid; null = never */
    record Reservation(
            UUID id,
            UUID locationId,
            String location,
            long units,
            String rule,
            String reason,
            @Nullable Instant expiresAt) {}

    /** @param reservations null in a list of orders */
    record Line(
            UUID id,
            @Nullable UUID parentId,
            String kind,
            String sku,
            String title,
            long quantity,
            long cancelled,
            long reserved,
            long missing,
            long inWork,
            long shipped,
            long delivered,
            long returned,
            Amount unitPrice,
            Amount discount,
            Amount tax,
            Amount total,
            @Nullable List<Reservation> reservations) {

        static Line of(OrderView.Line l, String currency, @Nullable List<Reservation> reservations) {
            return new Line(
                    l.id(),
                    l.parentId(),
                    l.kind(),
                    l.sku(),
                    l.title(),
                    l.quantity(),
                    l.cancelled(),
                    l.reserved(),
                    l.missing(),
                    l.inWork(),
                    l.shipped(),
                    l.delivered(),
                    l.returned(),
                    new Amount(l.unitPrice(), currency),
                    new Amount(l.discount(), currency),
                    new Amount(l.tax(), currency),
                    new Amount(l.total(), currency),
                    reservations);
        }
    }

    record Payment(String kind, String method, String reference, Amount amount, Instant at) {}

    record Task(UUID id, @Nullable UUID lineId, String fault, String state, String detail, Instant createdAt) {}

    record Entry(String kind, String note, String actor, Instant at) {}

    record Order(
            UUID id,
            String number,
            @Nullable String externalId,
            UUID channelId,
            String channel,
            String source,
            @Nullable UUID customerId,
            String state,
            String payment,
            String fulfilment,
            String aftersales,
            boolean held,
            String holdReason,
            Money money,
            PlaceOrder.Buyer buyer,
            PlaceOrder.Address shipTo,
            PlaceOrder.Invoice invoice,
            List<Line> lines,
            List<Payment> payments,
            List<Task> tasks,
            List<Entry> timeline,
            @Nullable UUID salesPersonId,
            @Nullable UUID assigneeId,
            String note,
            List<String> tags,
            Instant placedAt,
            Instant updatedAt,
            long version)
            implements Versioned {}

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    /** @param lines null = they were not asked for */
    static ListedOrder listed(OrderSummary o, @Nullable List<OrderView.Line> lines) {
        return new ListedOrder(
                o.id(),
                o.number(),
                given(o.externalId()),
                o.channelId(),
                o.channel(),
                o.source(),
                o.state().code(),
                o.payment().code(),
                o.fulfilment().code(),
                o.held(),
                o.customerId(),
                o.buyer(),
                o.phone(),
                o.units(),
                o.missing(),
                o.shipped(),
                o.delivered(),
                o.returned(),
                new Amount(o.total(), o.currency()),
                o.assignee(),
                o.tags(),
                o.placedAt(),
                o.updatedAt(),
                o.version(),
                lines == null
                        ? null
                        : lines.stream()
                                .map(line -> Line.of(line, o.currency(), null))
                                .toList());
    }

    Order order(Orders.Whole whole, Locale locale) {
        OrderView o = whole.order();
        return new Order(
                o.id(),
                o.number(),
                given(o.reference()),
                o.channelId(),
                o.channelName(),
                o.source(),
                o.customerId(),
                o.state().code(),
                o.payment().code(),
                o.fulfilment().code(),
                o.aftersales(),
                o.held(),
                o.holdReason(),
                money(o),
                o.buyer(),
                o.shipTo(),
                o.invoice(),
                whole.lines().stream()
                        .map(l -> line(l, o.currency(), whole.held(), locale))
                        .toList(),
                whole.payments().stream()
                        .map(p -> new Payment(
                                p.kind(), p.method(), p.reference(), new Amount(p.amount(), o.currency()), p.at()))
                        .toList(),
                whole.tasks().stream()
                        .map(t -> new Task(
                                t.id(),
                                t.lineId(),
                                t.fault().toLowerCase(Locale.ROOT).replace('_', '-'),
                                t.state(),
                                words.task(t, locale).text(),
                                t.createdAt()))
                        .toList(),
                whole.entries().stream()
                        .map(e -> new Entry(e.kind(), e.note(), e.actorName(), e.at()))
                        .toList(),
                o.salesPersonId(),
                o.assigneeId(),
                o.note(),
                o.tags(),
                o.placedAt(),
                o.updatedAt(),
                o.version());
    }

    private static Money money(OrderView o) {
        LongFunction<Amount> of = units -> new Amount(units, o.currency());
        return new Money(
                o.taxIncluded(),
                of.apply(o.subtotal()),
                of.apply(o.discount()),
                of.apply(o.shipping()),
                of.apply(o.tax()),
                of.apply(o.total()),
                of.apply(o.paid()),
                of.apply(o.refunded()),
                of.apply(o.toRefund()));
    }

    private Line line(OrderView.Line l, String currency, List<HeldUnits> held, Locale locale) {
        return Line.of(
                l,
                currency,
                held.stream()
                        .filter(h -> h.lineId().equals(l.id()) && h.state().equals("held"))
                        .map(h -> new Reservation(
                                h.id(),
                                h.locationId(),
                                h.locationName(),
                                h.units(),
                                h.rule(),
                                words.reason(h, locale),
                                h.expiresAt()))
                        .toList());
    }
}
