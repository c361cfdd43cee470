package io.storelane.webhook;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.notification.Notice;
import io.storelane.notification.Notices;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Switches receivers off that take nothing, and tells those who look after webhooks what was given up. */
@Component
class Endings {

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Notices notices;

    Endings(Database database, AuditLog audit, Events events, Notices notices) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.notices = notices;
    }

    /** Tells of deliveries that were given up, in the transaction that gives them up. */
    void givenUp(Collection<DeliveryRows.Verdict> dead, Map<UUID, Receiver> receivers) {
        notices.tell(dead.stream()
                .map(DeliveryRows.Verdict::outcome)
                .map(Outcome::sending)
                .filter(sending -> receivers.containsKey(sending.webhookId()))
                .map(sending -> Notice.at(
                        null,
                        WebhookNotices.DEAD,
                        "/webhook-deliveries/" + sending.id(),
                        null,
                        Objects.requireNonNull(receivers.get(sending.webhookId()))
                                .name()))
                .toList());
    }

    /** In the transaction that found it; does nothing if it is off already. */
    void disable(Receiver receiver, String fault) {
        int switched = database.core()
                .sql("""
                        update core.webhook set state = 'disabled', disabled_for = :fault, version = version + 1
                        where tenant_id = :tenant and id = :id and state = 'on'""")
                .param("fault", fault)
                .param("tenant", Scope.currentTenant().value())
                .param("id", receiver.id())
                .update();
        if (switched > 0) {
            audit.record(
                    "webhook.disabled",
                    new AuditTarget("webhook", receiver.id(), receiver.name(), null),
                    Map.of("state", "on"),
                    Map.of("state", "disabled"));
            events.append("webhook.disabled", "webhook", receiver.id(), Map.of("reason", fault));
            notices.tell(List.of(
                    Notice.at(null, WebhookNotices.DISABLED, "/webhooks/" + receiver.id(), null, receiver.name())));
        }
    }
}
