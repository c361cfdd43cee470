package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.HandOverView;
import io.storelane.fulfilment.HandOvers;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What goes from one department to another. */
@RestController
@RequestMapping("/api/v1/hand-overs")
class HandOversApi {

    private static final String HAND_OVER = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd80", "kind": "to_warehouse", "orderId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
             "orderNumber": "261122-7K2M9QXD", "subjectType": "fulfilment", "subjectId": "01a202ba-5c3d-74df-b3c3-862ecc38fd60",
             "subjectNumber": "261122-7K2M9QXD-1", "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40", "departmentId": null,
             "department": "", "ownerId": null, "owner": "", "state": "open", "late": true, "note": "",
             "dueAt": "2026-11-22T08:00:00Z", "createdAt": "2026-11-22T04:00:00Z", "doneAt": null, "version": 0}""";

    private final HandOvers handOvers;
    private final Clock clock;

    HandOversApi(HandOvers handOvers, Clock clock) {
        this.handOvers = handOvers;
        this.clock = clock;
    }

    record HandOver(
            UUID id,
            String kind,
            UUID orderId,
            String orderNumber,
            String subjectType,
            UUID subjectId,
            String subjectNumber,
            @Nullable UUID locationId,
            @Nullable UUID departmentId,
            String department,
            @Nullable UUID ownerId,
            String owner,
            String state,
            boolean late,
            String note,
            Instant dueAt,
            Instant createdAt,
            @Nullable Instant doneAt,
            long version)
            implements Versioned {}

    record HandOverBody(
            @Nullable UUID departmentId, @Nullable UUID ownerId, Instant dueAt) {}

    record DoneNote(@Nullable @Size(max = 500) String note) {}

    private HandOver shown(HandOverView h) {
        return new HandOver(
                h.id(),
                h.kind(),
                h.orderId(),
                h.orderNumber(),
                h.subjectType(),
                h.subjectId(),
                h.subjectNumber(),
                h.locationId(),
                h.departmentId(),
                h.department(),
                h.ownerId(),
                h.owner(),
                h.state(),
                h.isLate(clock.instant()),
                h.note(),
                h.dueAt(),
                h.createdAt(),
                h.doneAt(),
                h.version());
    }

    @ApiOperation(
            value = "List hand-overs",
            details =
                    "Work that goes from one department to another: of `open`, `late` and `mine` those that are due first come first,"
                            + " of `done` and `all` the newest. `q` is the beginning of the number of an order or of what is handed over.",
            scope = Permission.FULFILMENT_VIEW,
            answer = HAND_OVER)
    @GetMapping
    ApiPage<HandOver> list(
            @RequestParam(defaultValue = "open") @OneOf({"open", "late", "mine", "done", "all"}) String view,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"to_warehouse", "to_carrier", "to_aftersales"}) String kind,
            @RequestParam(required = false) @Nullable UUID department,
            Paging page) {
        return ApiPage.of(
                handOvers.find(new HandOvers.Filter(view, q.strip(), kind, department), page.cursor(), page.limit()),
                this::shown);
    }

    @ApiOperation(value = "Read a hand-over", scope = Permission.FULFILMENT_VIEW, answer = HAND_OVER)
    @GetMapping("/{id}")
    HandOver get(@PathVariable UUID id) {
        return shown(handOvers.handOver(id));
    }

    @ApiOperation(
            value = "Change who takes a hand-over, and until when",
            details =
                    "`ownerId` is a member who may see it. `departmentId` or `ownerId` null means nobody in particular.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"departmentId": null, "ownerId": null, "dueAt": "2026-11-22T10:00:00Z"}""",
            answer = HAND_OVER)
    @PutMapping("/{id}")
    HandOver assign(@PathVariable UUID id, @IfMatch long version, @RequestBody HandOverBody body) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        handOvers.assign(id, version, body.departmentId(), body.ownerId(), body.dueAt());
        return get(id);
    }

    @ApiOperation(
            value = "Take a hand-over",
            details = "The person of the key takes it over.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            answer = HAND_OVER)
    @PostMapping("/{id}/take")
    HandOver take(@PathVariable UUID id) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        handOvers.take(id);
        return get(id);
    }

    @ApiOperation(
            value = "Finish a hand-over",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"note": "Collected at the gate"}""",
            answer = HAND_OVER)
    @PostMapping("/{id}/done")
    HandOver done(@PathVariable UUID id, @RequestBody DoneNote body) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        handOvers.done(id, body.note() == null ? "" : body.note());
        return get(id);
    }
}
