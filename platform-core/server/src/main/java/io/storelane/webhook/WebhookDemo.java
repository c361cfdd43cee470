package io.storelane.webhook;

import io.storelane.http.HttpFault;
import io.storelane.http.HttpResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Receivers for a workspace that is to look lively, with deliveries as if they had been sent: nothing goes out, and both are off in
 * the end, since nobody listens at these names.
 */
@Component
public class WebhookDemo {

    private static final int TRIES = 10;
    private static final int DEAD = 2;
    private static final int WAITING = 3;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final DeliveryRows rows;
    private final Endings endings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    WebhookDemo(
            Webhooks webhooks,
            Deliveries deliveries,
            DeliveryRows rows,
            Endings endings,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.rows = rows;
        this.endings = endings;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    /** Needs orders. The caller acts as somebody who may do this. */
    public void seed() {
        transaction.executeWithoutResult(_ -> {
            UUID old = add("WMS", "https://wms.example.com/events", List.of("fulfilment.opened", "fulfilment.shipped"));
            rows.receiver(old, clock.instant()).ifPresent(r -> endings.disable(r, Fault.FAILED_FOR_DAYS));
            UUID erp = add("ERP", "https://erp.example.com/hooks", List.of("order.cancelled", "order.placed"));
            send(erp);
            webhooks.turn(erp, false);
        });
    }

    private UUID add(String name, String url, List<String> types) {
        return webhooks.add(new WebhookDetails(name, url, types), true).id();
    }

    private void send(UUID id) {
        Instant now = clock.instant();
        int all = deliveries.replay(id, now.minus(Duration.ofDays(1)), now.plusSeconds(1), false);
        Map<UUID, Receiver> receivers = new HashMap<>();
        rows.receivers(now).forEach(r -> receivers.put(r.id(), r));
        rows.hold(List.of(id));
        for (int round = 0; round < TRIES && all > 0; round++) {
            Instant due = now.plusSeconds(round);
            List<Sending> sendings = new ArrayList<>(rows.claim(Map.of(id, all), due, due));
            rows.place(Map.of(id, all), due, due).stream()
                    .map(DeliveryRows.Placed::sending)
                    .filter(Objects::nonNull)
                    .forEach(sendings::add);
            List<DeliveryRows.Verdict> verdicts = new ArrayList<>();
            for (int i = 0; i < sendings.size(); i++) {
                verdicts.add(verdict(sendings.get(i), i, round, now));
            }
            endings.givenUp(
                    rows.settle(verdicts, now).stream()
                            .filter(v -> v.state().equals("dead"))
                            .toList(),
                    receivers);
        }
        rows.succeeded(List.of(id), now);
    }

    /** @param i which of the round: the first ones fail, again and again, until some of them are given up */
    private static DeliveryRows.Verdict verdict(Sending sending, int i, int round, Instant now) {
        Instant at = now.minus(Duration.ofMinutes(25L * (TRIES - round)));
        if (i >= DEAD + WAITING) {
            var taken = HttpResult.Answered.of(200, "{\"status\": \"ok\"}");
            return verdict(sending, taken, "delivered", at, now);
        }
        if (i >= DEAD) {
            boolean first = round == 0;
            return verdict(
                    sending,
                    first ? new HttpResult.Failed(HttpFault.TOO_SLOW) : unavailable(),
                    "waiting",
                    at,
                    round < 2 ? now.plusSeconds(round + 1L) : now.plus(Duration.ofHours(2)));
        }
        return verdict(
                sending,
                HttpResult.Answered.of(422, "{\"error\": \"unknown article\"}"),
                round == TRIES - 1 ? "dead" : "waiting",
                at,
                now.plusSeconds(round + 1L));
    }

    private static HttpResult unavailable() {
        return HttpResult.Answered.of(503, "Scheduled maintenance");
    }

    private static DeliveryRows.Verdict verdict(
            Sending sending, HttpResult result, String state, Instant at, Instant next) {
        Integer status = result instanceof HttpResult.Answered a ? (Integer) a.status() : null;
        long millis = status == null ? 15_000 : 80 + sending.id().hashCode() % 40L;
        return new DeliveryRows.Verdict(
                new Outcome(sending, result, at, millis), state, next, Fault.of(result), status);
    }
}
