package io.storelane.webhook.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.OwnTransaction;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import io.storelane.webhook.Deliveries;
import io.storelane.webhook.EventTypes;
import io.storelane.webhook.WebhookDetails;
import io.storelane.webhook.WebhookView;
import io.storelane.webhook.Webhooks;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Receivers of webhooks. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhooksApi {

    private static final String WEBHOOK = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "ERP", "url": "https://erp.example.com/hooks",
             "types": ["order.placed", "order.cancelled"], "state": "on", "failingSince": null,
             "succeededAt": "2026-11-22T09:30:00Z", "disabledFor": "", "previousUntil": null, "waiting": 0, "dead": 0,
             "createdAt": "2026-11-22T08:00:00Z", "version": 0}""";

    private static final String BODY = """
            {"name": "ERP", "url": "https://erp.example.com/hooks", "types": ["order.placed", "order.cancelled"], "on": true}""";

    private static final String MADE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD..."}""";

    private static final int WEEK_HOURS = 168;
    private static final int MOST_TYPES = 500;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final EventTypes types;
    private final WebhookDeliveriesApi answers;

    WebhooksApi(Webhooks webhooks, Deliveries deliveries, EventTypes types, WebhookDeliveriesApi answers) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.types = types;
        this.answers = answers;
    }

    record Webhook(
            UUID id,
            String name,
            String url,
            List<String> types,
            String state,
            @Nullable Instant failingSince,
            @Nullable Instant succeededAt,
            String disabledFor,
            @Nullable Instant previousUntil,
            long waiting,
            long dead,
            Instant createdAt,
            long version)
            implements Versioned {

        static Webhook of(WebhookView w) {
            return new Webhook(
                    w.id(),
                    w.name(),
                    w.url(),
                    w.types(),
                    w.state(),
                    w.failingSince(),
                    w.succeededAt(),
                    w.disabledFor(),
                    w.previousUntil(),
                    w.waiting(),
                    w.dead(),
                    w.createdAt(),
                    w.version());
        }
    }

    record WebhookBody(
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 2000) String url,
            @Nullable @Size(max = MOST_TYPES) List<String> types,
            @Nullable Boolean on) {

        WebhookDetails details() {
            return new WebhookDetails(name.strip(), url.strip(), types == null ? List.of() : types);
        }

        boolean wantsOn() {
            return on == null || on;
        }
    }

    record MadeWebhook(UUID id, String secret) {}

    record Rotation(@Min(0) @Max(WEEK_HOURS) int graceHours) {}

    record Replay(Instant from, Instant until, @Nullable Boolean onlyDead) {}

    record Replayed(int deliveries) {}

    @ApiOperation(
            value = "List webhooks",
            details =
                    "The receivers, by name. `q` is a part of name or address; `state` is `on`, `off` or `disabled`: switched off"
                            + " after days in which it took nothing, for the reason in `disabledFor`.",
            scope = Permission.WEBHOOKS_MANAGE,
            answer = WEBHOOK)
    @GetMapping
    ApiPage<Webhook> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"on", "off", "disabled"}) String state,
            Paging page) {
        return ApiPage.of(
                webhooks.find(new Webhooks.Filter(q.strip(), state), page.cursor(), page.limit()), Webhook::of);
    }

    @ApiOperation(
            value = "List types of events",
            details = "What a webhook can ask for.",
            scope = Permission.WEBHOOKS_MANAGE,
            answer = "\"order.placed\"")
    @GetMapping("/types")
    ApiPage<String> types() {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return ApiPage.whole(types.all());
    }

    @ApiOperation(value = "Read a webhook", scope = Permission.WEBHOOKS_MANAGE, answer = WEBHOOK)
    @GetMapping("/{id}")
    Webhook get(@PathVariable UUID id) {
        return Webhook.of(webhooks.webhook(id));
    }

    @ApiOperation(
            value = "Add a webhook",
            details =
                    "It gets what happens from then on: every type if `types` is empty. `secret` signs its messages as Standard"
                            + " Webhooks has it; it is shown this once.",
            scope = Permission.WEBHOOKS_MANAGE,
            body = BODY,
            answer = MADE)
    @PostMapping
    ResponseEntity<MadeWebhook> add(@RequestBody WebhookBody body) {
        Webhooks.Made made = webhooks.add(body.details(), body.wantsOn());
        return ResponseEntity.created(URI.create("/api/v1/webhooks/" + made.id()))
                .body(new MadeWebhook(made.id(), made.secret()));
    }

    @ApiOperation(
            value = "Change a webhook",
            details = "With `on` it is switched on again after a failure too, and gets what was on its way.",
            scope = Permission.WEBHOOKS_MANAGE,
            body = BODY,
            answer = WEBHOOK)
    @PutMapping("/{id}")
    Webhook change(@PathVariable UUID id, @IfMatch long version, @RequestBody WebhookBody body) {
        webhooks.change(id, version, body.details(), body.wantsOn());
        return get(id);
    }

    @ApiOperation(
            value = "Remove a webhook",
            details = "With all that was sent to it.",
            scope = Permission.WEBHOOKS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        webhooks.remove(id);
    }

    @ApiOperation(
            value = "Give a webhook a new secret",
            details = "For `graceHours` its messages are signed with both, then with the new one only.",
            scope = Permission.WEBHOOKS_MANAGE,
            body = """
                    {"graceHours": 24}""",
            answer = MADE)
    @PostMapping("/{id}/rotate")
    MadeWebhook rotate(@PathVariable UUID id, @RequestBody Rotation body) {
        Webhooks.Made made = webhooks.rotate(id, Duration.ofHours(body.graceHours()));
        return new MadeWebhook(made.id(), made.secret());
    }

    @ApiOperation(
            value = "Send a trial message",
            details =
                    "At once, of type `webhook.test`, whether the webhook is on or not; what came of it is in the answer.",
            scope = Permission.WEBHOOKS_MANAGE,
            answer = WebhookDeliveriesApi.DELIVERY)
    @PostMapping("/{id}/test")
    @OwnTransaction
    WebhookDeliveriesApi.Delivery test(@PathVariable UUID id) {
        return answers.get(webhooks.test(id));
    }

    @ApiOperation(
            value = "Send what happened in a time again",
            details =
                    "With the same ids, in order; also what was never sent. `onlyDead` takes only what was given up or discarded. At"
                            + " most 10,000 events.",
            scope = Permission.WEBHOOKS_MANAGE,
            body = """
                    {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z", "onlyDead": false}""",
            answer = """
                    {"deliveries": 812}""")
    @PostMapping("/{id}/replay")
    Replayed replay(@PathVariable UUID id, @RequestBody Replay body) {
        boolean onlyDead = body.onlyDead() != null && body.onlyDead();
        return new Replayed(deliveries.replay(id, body.from(), body.until(), onlyDead));
    }
}
