package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.rma.RequestReturn;
import io.storelane.rma.ReturnFilter;
import io.storelane.rma.ReturnList;
import io.storelane.rma.Returns;
import io.storelane.rma.web.ReturnDocuments.Return;
import io.storelane.web.api.Amount;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns: asked for and read. */
@RestController
@RequestMapping("/api/v1/returns")
class ReturnsApi {

    private final Returns returns;
    private final ReturnList list;

    ReturnsApi(Returns returns, ReturnList list) {
        this.returns = returns;
        this.list = list;
    }

    record AskedLine(UUID lineId, @Min(1) @Max(Returns.MOST) long quantity) {}

    /** @param overrideReason why it is accepted though the days are over */
    record NewReturn(
            UUID orderId,
            String resolution,
            String reason,
            @Nullable @Size(max = 500) String note,
            @NotEmpty @Size(max = 400) @Valid List<AskedLine> lines,
            @Nullable @Size(max = 500) String overrideReason) {}

    /**
     * @param left units that can still be asked for
     * @param worth what the units of the line cost that were not cancelled
     * @param late true if the days are over
     */
    record ReturnableLine(
            UUID lineId,
            String sku,
            String title,
            String bundleSku,
            long shipped,
            long left,
            Amount worth,
            @Nullable Instant deliveredAt,
            boolean late) {}

    /** @param days after delivery in which units can be given back; null = for ever */
    record Returnable(
            UUID orderId, String orderNumber, @Nullable Integer days, List<ReturnableLine> lines) {}

    @ApiOperation(
            value = "List returns",
            details =
                    "The newest first, without their lines. `q` is the beginning of the number of a return or of its order, or the"
                            + " number of the shopper's parcel. `view` is a part of them: `late` are those whose next step is"
                            + " overdue, `ended` are those that are `closed`, `refused` or `withdrawn`. `from` and `until` are times"
                            + " of the request.",
            scope = Permission.RETURNS_VIEW,
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @GetMapping
    ApiPage<Return> list(
            @RequestParam(defaultValue = "all")
                    @OneOf({"all", "requested", "approved", "received", "inspected", "late", "ended"})
                    String view,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"refund", "exchange"}) String resolution,
            @RequestParam(defaultValue = "")
                    @OneOf({"unwanted", "damaged", "defective", "wrong_item", "not_as_described", "other"})
                    String reason,
            @RequestParam(required = false) @Nullable UUID locationId,
            @RequestParam(required = false) @Nullable UUID orderId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = "-created") @OneOf({"created", "-created", "due", "-due"}) String sort,
            Paging page) {
        ReturnFilter filter =
                new ReturnFilter(view, q.strip(), resolution, reason, locationId, orderId, from, until, sort);
        return ApiPage.of(list.find(filter, page.cursor(), page.limit()), ReturnDocuments::of);
    }

    @ApiOperation(
            value = "Count returns",
            details = "How many returns each view of the list has.",
            scope = Permission.RETURNS_VIEW,
            answer = """
                    {"all": 12, "requested": 2, "approved": 3, "received": 1, "inspected": 1, "late": 1, "ended": 5}""")
    @GetMapping("/counts")
    Map<String, Long> counts() {
        return list.counts(ReturnFilter.ALL);
    }

    @ApiOperation(value = "Read a return", scope = Permission.RETURNS_VIEW, answer = ReturnDocuments.RETURN_EXAMPLE)
    @GetMapping("/{id}")
    Return get(@PathVariable UUID id) {
        return ReturnDocuments.of(returns.rma(id));
    }

    @ApiOperation(
            value = "Read what of an order can come back",
            details =
                    "Lines of which units were shipped; of a bundle, its components. `late` lines need an `overrideReason`.",
            scope = Permission.RETURNS_MANAGE,
            answer = """
                    {"orderId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "orderNumber": "261120-4H2N8PWC", "days": 7,
                     "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "sku": "MUG-WHITE", "title": "White mug",
                       "bundleSku": "", "shipped": 2, "left": 1, "worth": {"amount": 3000, "currency": "CNY"},
                       "deliveredAt": "2026-11-20T08:00:00Z", "late": false}]}""")
    @GetMapping("/returnable/{orderId}")
    Returnable returnable(@PathVariable UUID orderId) {
        Returns.Offer offer = returns.offer(orderId);
        return new Returnable(
                offer.orderId(),
                offer.orderNumber(),
                offer.days(),
                offer.lines().stream()
                        .map(l -> new ReturnableLine(
                                l.lineId(),
                                l.sku(),
                                l.title(),
                                l.bundleSku(),
                                l.shipped(),
                                l.left(),
                                new Amount(l.worth(), offer.currency()),
                                l.deliveredAt(),
                                l.late()))
                        .toList());
    }

    @ApiOperation(
            value = "Request a return",
            details =
                    "`resolution` is `refund` or `exchange`; `reason` is `unwanted`, `damaged`, `defective`, `wrong_item`,"
                            + " `not_as_described` or `other`. Of a line no more units than were shipped and are not requested yet;"
                            + " a line of a bundle stands for its components. After the days that the workspace has set, it needs"
                            + " `overrideReason` and the permission `returns.override`.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"orderId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "resolution": "refund", "reason": "damaged",
                     "note": "Handle broken", "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}]}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping
    ResponseEntity<Return> request(@RequestBody NewReturn body) {
        Access.current().require(Permission.RETURNS_MANAGE);
        Access.current().require(Permission.RETURNS_VIEW); // the answer shows it
        UUID id = returns.request(new RequestReturn(
                body.orderId(),
                body.resolution(),
                body.reason(),
                ReturnDocuments.text(body.note()),
                body.lines().stream()
                        .map(l -> new RequestReturn.Line(l.lineId(), l.quantity()))
                        .toList(),
                ReturnDocuments.text(body.overrideReason())));
        return ResponseEntity.created(URI.create("/api/v1/returns/" + id)).body(get(id));
    }
}
