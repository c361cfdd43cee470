package io.storelane.webhook.web;

import io.storelane.access.Permission;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.webhook.AttemptView;
import io.storelane.webhook.Deliveries;
import io.storelane.webhook.DeliveryView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was sent to the receivers, and what came back. */
@RestController
@RequestMapping("/api/v1/webhook-deliveries")
class WebhookDeliveriesApi {

    private static final String LISTED = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "webhookId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "webhook": "ERP",
             "eventId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "type": "order.placed", "objectType": "order",
             "objectId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "happenedAt": "2026-11-22T08:00:00Z", "state": "delivered",
             "attempts": 1, "nextAt": "2026-11-22T08:00:01Z", "createdAt": "2026-11-22T08:00:00Z",
             "settledAt": "2026-11-22T08:00:00Z", "status": 200, "fault": null}""";

    static final String DELIVERY = """
            {"delivery":
            """ + LISTED + """
            ,
             "payload": {"type": "order.placed", "timestamp": "2026-11-22T08:00:00Z",
               "data": {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "aggregateType": "order",
                 "aggregateId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "actor": null, "payload": {"number": "261122-7K2M9QXD"}}},
             "attempts": [{"at": "2026-11-22T08:00:00Z", "millis": 41, "status": 200, "fault": null, "answer": "ok"}]}""";

    private final Deliveries deliveries;
    private final JsonMapper json;
    private final MessageSource messages;

    WebhookDeliveriesApi(Deliveries deliveries, JsonMapper json, MessageSource messages) {
        this.deliveries = deliveries;
        this.json = json;
        this.messages = messages;
    }

    record Listed(
            UUID id,
            UUID webhookId,
            String webhook,
            UUID eventId,
            String type,
            String objectType,
            UUID objectId,
            Instant happenedAt,
            String state,
            int attempts,
            Instant nextAt,
            Instant createdAt,
            @Nullable Instant settledAt,
            @Nullable Integer status,
            @Nullable String fault) {}

    record Attempt(
            Instant at,
            long millis,
            @Nullable Integer status,
            @Nullable String fault,
            String answer) {}

    record Delivery(Listed delivery, JsonNode payload, List<Attempt> attempts) {}

    private Listed shown(DeliveryView d) {
        return new Listed(
                d.id(),
                d.webhookId(),
                d.webhook(),
                d.eventId(),
                d.type(),
                d.objectType(),
                d.objectId(),
                d.happenedAt(),
                d.state(),
                d.attempts(),
                d.nextAt(),
                d.createdAt(),
                d.settledAt(),
                d.status(),
                sentence(d.faultKey()));
    }

    private Attempt shown(AttemptView a) {
        return new Attempt(a.at(), a.millis(), a.status(), sentence(a.faultKey()), a.answer());
    }

    private @Nullable String sentence(String key) {
        Locale locale = LocaleContextHolder.getLocale();
        return key.isEmpty() ? null : messages.getMessage(key, null, locale);
    }

    @ApiOperation(
            value = "List deliveries of webhooks",
            details =
                    "The newest first. `q` is a part of the type, or the id of an object, an event or a delivery; `state` is `open`,"
                            + " `delivered`, `dead` (given up) or `discarded`; `from` and `until` limit `createdAt`. They are kept for 30 days.",
            scope = Permission.WEBHOOKS_MANAGE,
            answer = LISTED)
    @GetMapping
    ApiPage<Listed> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID webhookId,
            @RequestParam(defaultValue = "") @OneOf({"open", "delivered", "dead", "discarded"}) String state,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            Paging page) {
        var filter = new Deliveries.Filter(q.strip(), webhookId, state, from, until);
        return ApiPage.of(deliveries.find(filter, page.cursor(), page.limit()), this::shown);
    }

    @ApiOperation(
            value = "Read a delivery of a webhook",
            details = "With what is sent, and the last 50 tries with the beginning of each answer.",
            scope = Permission.WEBHOOKS_MANAGE,
            answer = DELIVERY)
    @GetMapping("/{id}")
    Delivery get(@PathVariable UUID id) {
        return new Delivery(
                shown(deliveries.delivery(id)),
                json.readTree(deliveries.payload(id)),
                deliveries.attempts(id).stream().map(this::shown).toList());
    }

    @ApiOperation(
            value = "Send a delivery again",
            details = "One that is over anew, one that waits for another try now; with the same id.",
            scope = Permission.WEBHOOKS_MANAGE)
    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(@PathVariable UUID id) {
        deliveries.retry(List.of(id));
    }

    @ApiOperation(
            value = "Discard a delivery",
            details = "One that has not arrived; it is sent no more.",
            scope = Permission.WEBHOOKS_MANAGE)
    @PostMapping("/{id}/discard")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable UUID id) {
        deliveries.discard(List.of(id));
    }
}
