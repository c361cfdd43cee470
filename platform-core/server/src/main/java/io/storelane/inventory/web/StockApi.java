package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.catalog.Obstacle;
import io.storelane.catalog.SkuView;
import io.storelane.inventory.AdjustStock;
import io.storelane.inventory.Availability;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.Stock;
import io.storelane.inventory.StockLevelView;
import io.storelane.inventory.StockList;
import io.storelane.inventory.StockMoveView;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Sent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much is where, how it came there, and what changes it. */
@RestController
@RequestMapping("/api/v1/stock")
class StockApi {

    private static final String LEVEL = """
            {"sku": "MUG-WHITE", "variantId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01",
             "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "location": "HZ-DC", "onHand": 120, "reserved": 3,
             "available": 117, "safety": 10, "coming": 0}""";

    private static final String CHANGE = """
            {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "reference": "DN-7",
             "lines": [{"sku": "MUG-WHITE", "quantity": 12}]}""";

    private static final String ITEM = """
            {"variantId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "sku": "MUG-WHITE", "levels": [],
             "promises": [{"channelId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "channel": "web", "units": 105, "obstacle": null}]}""";

    private static final String PROMISES =
            "Its levels within reach of the key, and what each channel may promise of it."
                    + " A channel that may not sell it promises 0, and `obstacle` says why: `not_listed`, `no_components` (a bundle of"
                    + " nothing), `not_authorized` or `component_not_authorized` (of a bundle).";

    private final StockList list;
    private final Stock stock;
    private final Availability availability;
    private final MessageSource messages;

    StockApi(StockList list, Stock stock, Availability availability, MessageSource messages) {
        this.list = list;
        this.stock = stock;
        this.availability = availability;
        this.messages = messages;
    }

    record Level(
            String sku,
            UUID variantId,
            UUID locationId,
            String location,
            long onHand,
            long reserved,
            long available,
            long safety,
            long coming) {}

    /** @param obstacle why the channel may not sell it; null if it may */
    record Promise(
            UUID channelId,
            String channel,
            long units,
            @Nullable String obstacle) {}

    record Item(UUID variantId, String sku, List<Level> levels, List<Promise> promises) {}

    record Move(
            UUID id,
            Instant at,
            UUID locationId,
            String reason,
            long onHand,
            long reserved,
            long inTransit,
            long onHandAfter,
            long reservedAfter,
            @Nullable String referenceType,
            @Nullable UUID referenceId,
            String reference,
            String note,
            String by) {}

    record Line(
            @NotBlank @Size(max = 100) String sku,
            @Min(-Stock.MOST_UNITS) @Max(Stock.MOST_UNITS) long quantity) {}

    record Change(
            UUID locationId,

            @NotEmpty @Size(max = ChangeStock.MOST_LINES) @Valid List<Line> lines,

            @Nullable @Size(max = 100) String reference,
            @Nullable @Size(max = 500) String note) {

        ChangeStock command() {
            return new ChangeStock(
                    locationId,
                    lines.stream()
                            .map(l -> new ChangeStock.Line(l.sku().strip(), l.quantity()))
                            .toList(),
                    text(reference),
                    text(note));
        }
    }

    record Adjustment(
            UUID locationId,
            @NotBlank @Size(max = 100) String sku,
            @Min(-Stock.MOST_UNITS) @Max(Stock.MOST_UNITS) long quantity,
            @Nullable @Size(max = 100) String reference,
            @Nullable @Size(max = 500) String note) {

        AdjustStock command() {
            return new AdjustStock(locationId, sku.strip(), quantity, text(reference), text(note));
        }
    }

    record Adjustments(
            @NotEmpty @Size(max = AdjustStock.MOST) List<Sent<Adjustment>> items) {}

    record Wrong(String field, String code, String detail) {}

    /**
     * @param onHand units there after it; null if it was refused
     * @param error why it was refused; null if it was done
     */
    record Result(
            int index, @Nullable Long onHand, @Nullable Wrong error) {}

    record Results(List<Result> data) {}

    record Safety(
            UUID locationId,
            @NotBlank String sku,
            @Min(0) @Max(Stock.MOST_UNITS) long safety) {}

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static Level shown(StockLevelView l) {
        return new Level(
                l.sku(),
                l.variantId(),
                l.locationId(),
                l.locationCode(),
                l.onHand(),
                l.reserved(),
                l.available(),
                l.safety(),
                l.coming());
    }

    private static Move shown(StockMoveView m) {
        return new Move(
                m.id(),
                m.at(),
                m.locationId(),
                m.reason().code(),
                m.onHand(),
                m.reserved(),
                m.transit(),
                m.onHandAfter(),
                m.reservedAfter(),
                m.referenceType().isEmpty() ? null : m.referenceType(),
                m.referenceId(),
                m.reference(),
                m.note(),
                m.actorName());
    }

    @ApiOperation(
            value = "List stock",
            details =
                    "A row per SKU and location, by SKU, unless `sort` says otherwise. `q` is the beginning of a SKU or words of the product; `state` is"
                            + " `low` (less available than the safety stock) or `out`.",
            scope = Permission.STOCK_VIEW,
            answer = LEVEL)
    @GetMapping
    ApiPage<Level> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID locationId,
            @RequestParam(required = false) @Nullable UUID nodeId,
            @RequestParam(defaultValue = "") @OneOf({"low", "out"}) String state,
            @RequestParam(defaultValue = "sku")
                    @OneOf({"sku", "-sku", "location", "-location", "available", "-available"})
                    String sort,
            Paging page) {
        var query = new StockPage.Query(q, locationId, nodeId, state, sort);
        return ApiPage.of(list.find(query.filter(), page.cursor(), page.limit()), StockApi::shown);
    }

    @ApiOperation(
            value = "Read the stock of a SKU",
            details = PROMISES + " For a SKU with `/`, `\\`, `%`, `;`, `?` or `#` in it see `/api/v1/stock/item`.",
            scope = Permission.STOCK_VIEW,
            answer = ITEM)
    @GetMapping("/items/{sku}")
    Item item(@PathVariable String sku) {
        return read(sku);
    }

    @ApiOperation(
            value = "Read the stock of any SKU",
            details = PROMISES + " `sku` may have any characters, percent-encoded.",
            scope = Permission.STOCK_VIEW,
            answer = ITEM)
    @GetMapping("/item")
    Item bySku(@RequestParam String sku) {
        return read(sku);
    }

    private Item read(String sku) {
        SkuView item = variant(sku);
        return new Item(
                item.id(),
                item.sku(),
                list.levels(item.id()).stream().map(StockApi::shown).toList(),
                availability.promises(item.id()).stream().map(StockApi::shown).toList());
    }

    private static Promise shown(Availability.Promise p) {
        Obstacle obstacle = p.obstacle();
        return new Promise(p.channelId(), p.channelCode(), p.units(), obstacle == null ? null : obstacle.code());
    }

    private SkuView variant(String sku) {
        return list.bySku(sku.strip()).orElseThrow(() -> new ProblemException(InventoryProblem.VARIANT_NOT_FOUND));
    }

    @ApiOperation(
            value = "List the moves of a SKU",
            details =
                    "The newest first; each with what was there after it. The sums of `onHand` and `reserved` are the levels,"
                            + " that of `inTransit` is what is on its way between locations. `reason` is `receipt`,"
                            + " `adjustment`, `count`, `damage`, `transfer_out`, `transfer_in`, `transfer_lost` (sent and never"
                            + " arrived: at the location that waited for it, whose level stays), `reserve`, `release`, `move`,"
                            + " `ship` or `return`.",
            scope = Permission.STOCK_VIEW,
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd03", "at": "2026-11-22T08:00:00Z",
                     "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "reason": "receipt", "onHand": 12, "reserved": 0,
                     "inTransit": 0, "onHandAfter": 120, "reservedAfter": 3, "referenceType": null, "referenceId": null,
                     "reference": "DN-7", "note": "", "by": "Warehouse"}""")
    @GetMapping("/moves")
    ApiPage<Move> moves(
            @RequestParam String sku, @RequestParam(required = false) @Nullable UUID locationId, Paging page) {
        return ApiPage.of(list.history(variant(sku).id(), locationId, page.cursor(), page.limit()), StockApi::shown);
    }

    @ApiOperation(
            value = "Receive goods",
            details = "All lines or none. The answer has the levels after it.",
            scope = Permission.STOCK_MANAGE,
            body = CHANGE,
            answer = LEVEL)
    @PostMapping("/receipts")
    ApiPage<Level> receive(@RequestBody Change body) {
        return changed(body, stock::receive);
    }

    @ApiOperation(
            value = "Adjust stock",
            details = "By some units more, or less if negative; never below what is reserved. All lines or none.",
            scope = Permission.STOCK_MANAGE,
            body = CHANGE,
            answer = LEVEL)
    @PostMapping("/adjustments")
    ApiPage<Level> adjust(@RequestBody Change body) {
        return changed(body, stock::adjust);
    }

    @ApiOperation(
            value = "Adjust stock, many at once",
            details = "Those that can be done are done; of each other the result says why not.",
            scope = Permission.STOCK_MANAGE,
            body = """
                    {"items": [{"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "sku": "MUG-WHITE", "quantity": -2},
                     {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "sku": "NOTHING", "quantity": 1}]}""",
            answer = """
                    {"data": [{"index": 0, "onHand": 118, "error": null}, {"index": 1, "onHand": null, "error":
                     {"field": "/items/1/sku", "code": "inventory/sku-unknown", "detail": "There is no SKU “NOTHING”."}}]}""")
    @PostMapping("/adjustments/bulk")
    Results adjustEach(@RequestBody Adjustments body, Locale locale) {
        List<Adjustment> read =
                body.items().stream().flatMap(i -> i.value().stream()).toList();
        Iterator<Stock.Adjusted> done = stock.adjustEach(
                        read.stream().map(Adjustment::command).toList())
                .iterator();
        List<Result> results = new ArrayList<>();
        for (Sent<Adjustment> item : body.items()) {
            int index = results.size();
            if (item.value().isEmpty()) {
                Fault fault = item.faults().getFirst();
                results.add(new Result(index, null, wrong("/items/" + index + fault.path(), fault, locale)));
                continue;
            }
            Stock.Adjusted adjusted = done.next();
            Fault fault = adjusted.fault();
            results.add(
                    fault == null
                            ? new Result(index, adjusted.onHand(), null)
                            : new Result(index, null, wrong(at(index, fault.path()), fault, locale)));
        }
        return new Results(results);
    }

    /** The place in what was sent: the door counts those that could be read. */
    private static String at(int index, String path) {
        return path.replaceFirst("^/items/\\d+", "/items/" + index);
    }

    private Wrong wrong(String field, Fault fault, Locale locale) {
        return new Wrong(
                field,
                Problems.name(fault.code()),
                messages.getMessage(fault.code().messageKey(), fault.args().toArray(), locale));
    }

    @ApiOperation(
            value = "Count stock",
            details =
                    "Sets what is on hand. A count is a fact: if less is there than is reserved, the newest reservations"
                            + " lose what is missing.",
            scope = Permission.STOCK_MANAGE,
            body = CHANGE,
            answer = LEVEL)
    @PostMapping("/counts")
    ApiPage<Level> count(@RequestBody Change body) {
        return changed(body, stock::count);
    }

    @ApiOperation(
            value = "Report damage",
            details = "Takes out what is broken or lost; a fact as a count is.",
            scope = Permission.STOCK_MANAGE,
            body = CHANGE,
            answer = LEVEL)
    @PostMapping("/damages")
    ApiPage<Level> damage(@RequestBody Change body) {
        return changed(body, stock::damage);
    }

    @ApiOperation(
            value = "Set the safety stock of a SKU at a location",
            scope = Permission.STOCK_MANAGE,
            body = """
                    {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "sku": "MUG-WHITE", "safety": 10}""",
            answer = LEVEL)
    @PostMapping("/safety")
    Level safety(@RequestBody Safety body) {
        UUID variant = list.bySku(body.sku().strip())
                .orElseThrow(() -> new ProblemException(InventoryProblem.SKU_UNKNOWN, body.sku()))
                .id();
        stock.keepBack(List.of(variant), List.of(body.locationId()), body.safety());
        return list.levels(variant).stream()
                .filter(l -> l.locationId().equals(body.locationId()))
                .map(StockApi::shown)
                .findFirst()
                .orElseThrow();
    }

    private ApiPage<Level> changed(Change body, Consumer<ChangeStock> verb) {
        ChangeStock command = body.command();
        verb.accept(command);
        Set<String> skus = command.lines().stream().map(ChangeStock.Line::sku).collect(Collectors.toSet());
        return ApiPage.whole(list.at(command.locationId(), skus).stream()
                .map(StockApi::shown)
                .toList());
    }
}
