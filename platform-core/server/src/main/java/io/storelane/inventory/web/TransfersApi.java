package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.catalog.Sku;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.Stock;
import io.storelane.inventory.TransferStock;
import io.storelane.inventory.TransferView;
import io.storelane.inventory.Transfers;
import io.storelane.problem.FieldErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Places;
import io.storelane.web.api.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

/** Units on their way between locations. */
@RestController
@RequestMapping("/api/v1/stock/transfers")
class TransfersApi {

    private static final String TRANSFER = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd09", "fromId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
             "toId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbe", "state": "in_transit", "note": "", "sent": 8, "received": 5,
             "lost": 0, "lostBy": null, "lostNote": null,
             "createdAt": "2026-11-22T08:00:00Z", "receivedAt": null,
             "lines": [{"sku": "MUG-WHITE", "variantId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "quantity": 8, "received": 5, "lost": 0}],
             "version": 1}""";

    private final Transfers transfers;

    TransfersApi(Transfers transfers) {
        this.transfers = transfers;
    }

    record Line(String sku, UUID variantId, long quantity, long received, long lost) {}

    /**
     * @param lost units that never arrived
     * @param lostBy who gave them up; null in a list
     * @param lines empty in a list
     */
    record Transfer(
            UUID id,
            UUID fromId,
            UUID toId,
            String state,
            String note,
            long sent,
            long received,
            long lost,
            @Nullable String lostBy,
            @Nullable String lostNote,
            Instant createdAt,
            @Nullable Instant receivedAt,
            List<Line> lines,
            long version)
            implements Versioned {}

    record Units(
            @NotBlank @Size(max = 100) String sku,
            @Min(0) @Max(Stock.MOST_UNITS) long quantity) {}

    record NewTransfer(
            UUID fromId,
            UUID toId,

            @NotEmpty @Size(max = ChangeStock.MOST_LINES) @Valid List<Units> lines,

            @Nullable @Size(max = 500) String note) {}

    /**
     * @param last true if nothing more will come
     * @param note what is known of units that did not arrive
     */
    record Arrival(
            @Size(max = ChangeStock.MOST_LINES) @Valid List<Units> lines,
            @Nullable Boolean last,
            @Nullable @Size(max = 500) String note) {}

    private static Transfer shown(TransferView t) {
        TransferView.Loss loss = t.loss();
        return new Transfer(
                t.id(),
                t.fromId(),
                t.toId(),
                t.done() ? "received" : "in_transit",
                t.note(),
                t.sent(),
                t.received(),
                t.lost(),
                loss == null ? null : loss.by(),
                loss == null ? null : loss.note(),
                t.createdAt(),
                t.receivedAt(),
                t.lines().stream()
                        .map(l -> new Line(l.sku(), l.variantId(), l.quantity(), l.received(), t.done() ? l.open() : 0))
                        .toList(),
                t.version());
    }

    @ApiOperation(
            value = "List transfers",
            details =
                    "The newest first, or the oldest with `sort=created`, without their lines. `q` is a part of a SKU in it, of a location's name or of the note. `state` is `in_transit` or `received`.",
            scope = Permission.STOCK_VIEW,
            answer = TRANSFER)
    @GetMapping
    ApiPage<Transfer> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"in_transit", "received"}) String state,
            @RequestParam(required = false) @Nullable UUID locationId,
            @RequestParam(defaultValue = "-created") @OneOf({"created", "-created"}) String sort,
            Paging page) {
        return ApiPage.of(
                transfers.find(TransfersPage.filter(q, state, locationId, sort), page.cursor(), page.limit()),
                TransfersApi::shown);
    }

    @ApiOperation(value = "Read a transfer", scope = Permission.STOCK_VIEW, answer = TRANSFER)
    @GetMapping("/{id}")
    Transfer get(@PathVariable UUID id) {
        return shown(transfers.transfer(id));
    }

    @ApiOperation(
            value = "Send a transfer off",
            details = "The units leave the one location and are on their way. All lines or none.",
            scope = Permission.STOCK_MANAGE,
            body = """
                    {"fromId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "toId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbe",
                     "lines": [{"sku": "MUG-WHITE", "quantity": 8}]}""",
            answer = TRANSFER)
    @PostMapping
    ResponseEntity<Transfer> send(@RequestBody NewTransfer body) {
        UUID id = transfers.send(new TransferStock(
                body.fromId(),
                body.toId(),
                body.lines().stream()
                        .map(l -> new ChangeStock.Line(l.sku().strip(), l.quantity()))
                        .toList(),
                body.note() == null ? "" : body.note().strip()));
        return ResponseEntity.created(URI.create("/api/v1/stock/transfers/" + id))
                .body(get(id));
    }

    @ApiOperation(
            value = "Take in what has arrived",
            details = "In parts or at once; `last` gives up what is missing: it stands in the history of its SKU as"
                    + " `transfer_lost`, with `note`. A SKU that is not named did not arrive now.",
            scope = Permission.STOCK_MANAGE,
            body = """
                    {"lines": [{"sku": "MUG-WHITE", "quantity": 5}], "last": true, "note": "Box was torn"}""",
            answer = TRANSFER)
    @PostMapping("/{id}/receive")
    Transfer receive(@PathVariable UUID id, @IfMatch long version, @RequestBody Arrival body) {
        Map<String, UUID> known = Sku.map();
        transfers.transfer(id).lines().forEach(l -> known.put(l.sku(), l.variantId()));
        Map<UUID, Long> arrived = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        FieldErrors errors = new FieldErrors();
        for (int i = 0; i < body.lines().size(); i++) {
            String sku = body.lines().get(i).sku().strip();
            UUID variant = known.get(sku);
            if (variant == null) {
                errors.add("/lines/" + i + "/sku", InventoryProblem.MORE_THAN_SENT, sku, 0);
            } else {
                places.putIfAbsent("lines[" + arrived.size() + "].quantity", "/lines/" + i + "/quantity");
                arrived.merge(variant, body.lines().get(i).quantity(), Long::sum);
            }
        }
        errors.throwIfAny();
        String note = body.note() == null ? "" : body.note().strip();
        Places.in(places, () -> transfers.receive(id, version, arrived, Boolean.TRUE.equals(body.last()), note));
        return get(id);
    }
}
