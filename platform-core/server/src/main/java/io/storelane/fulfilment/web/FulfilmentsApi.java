package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentFilter;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.NewParcel;
import io.storelane.fulfilment.ParcelView;
import io.storelane.order.Orders;
import io.storelane.tenancy.Slice;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Places;
import io.storelane.web.api.Query;
import io.storelane.web.api.Versioned;
import io.storelane.web.list.Download;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What locations have to send, and what they do. */
@RestController
@RequestMapping("/api/v1")
class FulfilmentsApi {

    static final String FULFILMENT = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd60", "number": "261122-7K2M9QXD-1", "orderId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
             "orderNumber": "261122-7K2M9QXD", "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40", "location": "Hangzhou",
             "state": "packed", "held": false, "late": false, "reason": null, "mergedInto": null, "assigneeId": null,
             "province": "浙江省", "city": "杭州市", "units": 2, "shipped": 1, "delivered": 0, "dueAt": "2026-11-23T04:00:00Z",
             "createdAt": "2026-11-22T04:00:00Z", "updatedAt": "2026-11-22T06:00:00Z", "acceptedAt": "2026-11-22T05:00:00Z",
             "packedAt": "2026-11-22T06:00:00Z", "shippedAt": null, "deliveredAt": null,
             "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "variantId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01",
               "sku": "MUG-BLUE", "title": "Blue mug", "units": 2, "picked": 2, "shipped": 1, "delivered": 0}],
             "parcels": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd70", "state": "shipped", "carrier": "顺丰速运",
               "tracking": "SF1234567890", "units": 1, "shippedAt": "2026-11-22T06:30:00Z", "deliveredAt": null,
               "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}]}],
             "version": 4}""";

    private final Fulfilments fulfilments;
    private final FulfilmentList list;
    private final FulfilmentsFile file;
    private final Orders orders;
    private final Clock clock;

    FulfilmentsApi(Fulfilments fulfilments, FulfilmentList list, FulfilmentsFile file, Orders orders, Clock clock) {
        this.fulfilments = fulfilments;
        this.list = list;
        this.file = file;
        this.orders = orders;
        this.clock = clock;
    }

    record Line(
            UUID lineId,
            UUID variantId,
            String sku,
            String title,
            long units,
            long picked,
            long shipped,
            long delivered) {}

    record Part(UUID lineId, @Min(1) @Max(1_000_000_000) long quantity) {}

    record Parcel(
            UUID id,
            String state,
            String carrier,
            String tracking,
            long units,
            Instant shippedAt,
            @Nullable Instant deliveredAt,
            List<Part> lines) {}

    /**
     * @param lines null in a list
     * @param parcels null in a list
     */
    record Fulfilment(
            UUID id,
            String number,
            UUID orderId,
            String orderNumber,
            UUID locationId,
            String location,
            String state,
            boolean held,
            boolean late,
            @Nullable String reason,
            @Nullable UUID mergedInto,
            @Nullable UUID assigneeId,
            String province,
            String city,
            long units,
            long shipped,
            long delivered,
            Instant dueAt,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant packedAt,
            @Nullable Instant shippedAt,
            @Nullable Instant deliveredAt,
            @Nullable List<Line> lines,
            @Nullable List<Parcel> parcels,
            long version)
            implements Versioned {}

    /** What narrows the list. */
    record FulfilmentQuery(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID location,
            @RequestParam(required = false) @Nullable UUID assignee) {

        FulfilmentFilter filter(Shown shown) {
            return new FulfilmentFilter(shown.view(), q.strip(), location, assignee, shown.sort());
        }

        /** Which of the views is looked at, and in which order. */
        record Shown(
                @RequestParam(defaultValue = "all")
                @OneOf({"open", "accepted", "picking", "packed", "late", "shipped", "delivered", "rejected", "all"})
                String view,

                @RequestParam(defaultValue = "created") @OneOf({"created", "-created", "due", "-due"})
                String sort) {}
    }

    record FulfilmentCounts(
            long open,
            long accepted,
            long picking,
            long packed,
            long late,
            long shipped,
            long delivered,
            long rejected,
            long all) {}

    record Rejection(@Size(max = 500) String reason) {}

    /** @param lines units that are in it; null = all that are left */
    record SentParcel(
            @Nullable @Size(max = 60) String carrier,
            @Nullable @Size(max = 60) String tracking,
            @Nullable @Valid @Size(min = 1, max = 1_000) List<Part> lines) {

        NewParcel command() {
            return new NewParcel(
                    carrier == null ? "" : carrier,
                    tracking == null ? "" : tracking,
                    lines == null ? Map.of() : units(lines));
        }
    }

    record Shipment(@Valid @Size(min = 1, max = 100) List<SentParcel> parcels) {}

    record SplitOff(@Valid @Size(min = 1, max = 1_000) List<Part> lines) {}

    record Merge(@Size(min = 2, max = 50) List<UUID> ids) {}

    record Assignee(@Nullable UUID userId) {}

    private static Map<UUID, Long> units(List<Part> parts) {
        Map<UUID, Long> units = new LinkedHashMap<>();
        parts.forEach(p -> units.merge(p.lineId(), p.quantity(), Long::sum));
        return units;
    }

    private Fulfilment shown(FulfilmentView f, boolean whole) {
        return new Fulfilment(
                f.id(),
                f.number(),
                f.orderId(),
                f.orderNumber(),
                f.locationId(),
                f.location(),
                f.state().code(),
                f.held(),
                f.isLate(clock.instant()),
                f.reason().isEmpty() ? null : f.reason(),
                f.mergedInto(),
                f.assigneeId(),
                f.province(),
                f.city(),
                f.units(),
                f.shipped(),
                f.delivered(),
                f.dueAt(),
                f.createdAt(),
                f.updatedAt(),
                f.acceptedAt(),
                f.packedAt(),
                f.shippedAt(),
                f.deliveredAt(),
                whole
                        ? f.lines().stream()
                                .map(l -> new Line(
                                        l.lineId(),
                                        l.variantId(),
                                        l.sku(),
                                        l.title(),
                                        l.units(),
                                        l.picked(),
                                        l.shipped(),
                                        l.delivered()))
                                .toList()
                        : null,
                whole ? f.parcels().stream().map(FulfilmentsApi::parcel).toList() : null,
                f.version());
    }

    private static Parcel parcel(ParcelView p) {
        return new Parcel(
                p.id(),
                p.state(),
                p.carrier(),
                p.tracking(),
                p.units(),
                p.shippedAt(),
                p.deliveredAt(),
                p.parts().stream()
                        .map(part -> new Part(part.lineId(), part.units()))
                        .toList());
    }

    @ApiOperation(
            value = "List fulfilment orders",
            details =
                    "What the locations within reach have to send, the oldest first, without lines and parcels. `view` is a state, or"
                            + " `late`: what should have left by now. `q` is the beginning of its number or of the order's, a tracking"
                            + " number, or a SKU.",
            scope = Permission.FULFILMENT_VIEW,
            answer = FULFILMENT)
    @GetMapping("/fulfilments")
    ApiPage<Fulfilment> list(@Query FulfilmentQuery query, @Query FulfilmentQuery.Shown sorted, Paging page) {
        Slice<FulfilmentView> found = list.find(query.filter(sorted), page.cursor(), page.limit());
        return ApiPage.of(found, f -> shown(f, false));
    }

    @ApiOperation(
            value = "Count fulfilment orders",
            details =
                    "How many each `view` of the list has, with its other filters. Of more than 20,000 the numbers may be some"
                            + " seconds old.",
            scope = Permission.FULFILMENT_VIEW,
            answer = """
                    {"open": 12, "accepted": 3, "picking": 2, "packed": 5, "late": 1, "shipped": 40, "delivered": 900, "rejected": 4,
                     "all": 966}""")
    @GetMapping("/fulfilments/counts")
    FulfilmentCounts counts(@Query FulfilmentQuery query) {
        Map<String, Long> c = list.counts(query.filter(new FulfilmentQuery.Shown("all", "created")));
        return new FulfilmentCounts(
                c.getOrDefault("open", 0L),
                c.getOrDefault("accepted", 0L),
                c.getOrDefault("picking", 0L),
                c.getOrDefault("packed", 0L),
                c.getOrDefault("late", 0L),
                c.getOrDefault("shipped", 0L),
                c.getOrDefault("delivered", 0L),
                c.getOrDefault("rejected", 0L),
                c.getOrDefault("all", 0L));
    }

    @ApiOperation(
            value = "Export fulfilment orders",
            details =
                    "A file of all that the list shows with these filters, in the language of `Accept-Language`, times in UTC."
                            + " `format` is `csv` or `xlsx`. Of more than 10,000 a job makes it: see Exports. The export goes on"
                            + " record.",
            scope = Permission.FULFILMENT_VIEW)
    @GetMapping(
            path = "/fulfilments/export",
            produces = {"text/csv", Download.XLSX})
    void export(@Query FulfilmentQuery query, @Query FulfilmentQuery.Shown sorted, Download to) throws IOException {
        to.send(file, query.filter(sorted));
    }

    @ApiOperation(value = "Read a fulfilment order", scope = Permission.FULFILMENT_VIEW, answer = FULFILMENT)
    @GetMapping("/fulfilments/{id}")
    Fulfilment get(@PathVariable UUID id) {
        return shown(fulfilments.fulfilment(id), true);
    }

    @ApiOperation(
            value = "List the fulfilment orders of an order",
            details =
                    "The oldest first, with lines and parcels. Who sees the order sees all of them, whichever location delivers.",
            scope = Permission.ORDERS_VIEW,
            answer = FULFILMENT)
    @GetMapping("/orders/{id}/fulfilments")
    ApiPage<Fulfilment> ofOrder(@PathVariable UUID id) {
        var order = orders.order(id).order();
        return ApiPage.whole(fulfilments.ofOrder(id, order.path()).stream()
                .map(f -> shown(f, true))
                .toList());
    }

    @ApiOperation(
            value = "Accept a fulfilment order",
            details =
                    "From `open`. From then on its units are neither cancelled nor moved, until the location gives them back.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/accept")
    Fulfilment accept(@PathVariable UUID id) {
        return done(id, () -> fulfilments.accept(id));
    }

    @ApiOperation(
            value = "Reject a fulfilment order",
            details =
                    "Gives back what has not left, with a `reason`. The units are looked for at other locations; this one is left out"
                            + " for the order from then on. What nobody has is missing, and the order waits with a task.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"reason": "Two of them are broken"}""",
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/reject")
    Fulfilment reject(@PathVariable UUID id, @RequestBody Rejection body) {
        return done(id, () -> fulfilments.reject(id, body.reason()));
    }

    @ApiOperation(
            value = "Begin to pick",
            details = "From `accepted`.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/pick")
    Fulfilment pick(@PathVariable UUID id) {
        return done(id, () -> fulfilments.pick(id));
    }

    @ApiOperation(
            value = "Finish packing",
            details = "From `accepted` or `picking`: all is picked and packed, and waits for who carries it.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/pack")
    Fulfilment pack(@PathVariable UUID id) {
        return done(id, () -> fulfilments.pack(id));
    }

    @ApiOperation(
            value = "Ship parcels",
            details =
                    "From `packed`. All parcels or none. A parcel without `lines` takes all that is left. While something is left the"
                            + " state stays `packed`; with the last units it is `shipped`. A `tracking` number needs its `carrier`, and is"
                            + " refused if another parcel has it. Stock, reservations and the order change with it.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"parcels": [{"carrier": "顺丰速运", "tracking": "SF1234567890",
                      "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}]}]}""",
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/parcels")
    Fulfilment ship(@PathVariable UUID id, @RequestBody Shipment body) {
        return done(
                id,
                () -> fulfilments.ship(
                        id, body.parcels().stream().map(SentParcel::command).toList()));
    }

    @ApiOperation(
            value = "Record that all parcels have arrived",
            details = "From `shipped`.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/deliver")
    Fulfilment deliver(@PathVariable UUID id) {
        return done(id, () -> fulfilments.deliver(id));
    }

    @ApiOperation(
            value = "Record that a parcel has arrived",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/parcels/{parcel}/deliver")
    Fulfilment deliverParcel(@PathVariable UUID id, @PathVariable UUID parcel) {
        return done(id, () -> fulfilments.deliverParcel(id, parcel));
    }

    @ApiOperation(
            value = "Split a fulfilment order",
            details = "Units of it go into a new one in the same state, which is the answer. Something has to stay.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}]}""",
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/split")
    Fulfilment split(@PathVariable UUID id, @RequestBody SplitOff body) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        return get(fulfilments.split(id, units(body.lines())));
    }

    @ApiOperation(
            value = "Merge fulfilment orders",
            details = "Those of one order at one location in one state, into the first of them, which is the answer.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fd60", "01a202ba-5c3d-74df-b3c3-862ecc38fd61"]}""",
            answer = FULFILMENT)
    @PostMapping("/fulfilments/merge")
    Fulfilment merge(@RequestBody Merge body) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        return get(fulfilments.merge(body.ids()));
    }

    @ApiOperation(
            value = "Assign a fulfilment order",
            details = "To a member who may see it; with null to nobody.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"userId": null}""",
            answer = FULFILMENT)
    @PostMapping("/fulfilments/{id}/assignee")
    Fulfilment assign(@PathVariable UUID id, @RequestBody Assignee body) {
        return done(id, () -> Places.in(Map.of("assigneeId", "/userId"), () -> fulfilments.assign(id, body.userId())));
    }

    /** The answer shows it: who may not see it is refused before anything is done. */
    private Fulfilment done(UUID id, Runnable work) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        work.run();
        return get(id);
    }
}
