package io.storelane.event.web;

import io.storelane.access.Permission;
import io.storelane.event.FailedEvent;
import io.storelane.event.FailedEvents;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.Paging;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events that were given up. */
@RestController
@RequestMapping("/api/v1/failed-events")
class FailedEventsApi {

    private static final String EVENT = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "consumer": "order-search", "type": "order.placed",
             "aggregateType": "order", "aggregateId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01",
             "payload": {"number": "261122-7K2M9QXD"}, "attempts": 8, "error": "IllegalStateException",
             "occurredAt": "2026-11-22T08:00:00Z", "since": "2026-11-22T08:02:10Z"}""";

    private final FailedEvents events;
    private final JsonMapper json;

    FailedEventsApi(FailedEvents events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    record Failed(
            UUID id,
            String consumer,
            String type,
            String aggregateType,
            UUID aggregateId,
            JsonNode payload,
            int attempts,
            String error,
            Instant occurredAt,
            Instant since) {}

    record Discard(@NotBlank @Size(max = 500) String reason) {}

    private Failed shown(FailedEvent e) {
        return new Failed(
                e.id(),
                e.consumer(),
                e.type(),
                e.aggregateType(),
                e.aggregateId(),
                json.readTree(e.payload()),
                e.attempts(),
                e.error(),
                e.occurredAt(),
                e.since());
    }

    @ApiOperation(
            value = "List failed events",
            details =
                    "Those that a consumer was given several times and did not take, the newest first. `q` is a part of the type.",
            scope = Permission.JOBS_MANAGE,
            answer = EVENT)
    @GetMapping
    ApiPage<Failed> list(@RequestParam(defaultValue = "") String q, Paging page) {
        return ApiPage.of(events.find(q.strip(), page.cursor(), page.limit()), this::shown);
    }

    @ApiOperation(value = "Read a failed event", scope = Permission.JOBS_MANAGE, answer = EVENT)
    @GetMapping("/{id}")
    Failed get(@PathVariable UUID id) {
        return shown(events.failed(id));
    }

    @ApiOperation(
            value = "Give an event to its consumer again",
            details = "It leaves this list, and comes back if it fails again.",
            scope = Permission.JOBS_MANAGE)
    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void replay(@PathVariable UUID id) {
        events.replay(List.of(id));
    }

    @ApiOperation(
            value = "Discard a failed event",
            details = "For good; the reason stands in the audit trail.",
            scope = Permission.JOBS_MANAGE,
            body = """
                    {"reason": "The order was deleted by hand"}""")
    @PostMapping("/{id}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable UUID id, @RequestBody Discard body) {
        events.discard(List.of(id), body.reason());
    }
}
