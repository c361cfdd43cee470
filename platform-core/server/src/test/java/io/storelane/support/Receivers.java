package io.storelane.support;

import io.storelane.tenancy.Ids;
import io.storelane.webhook.WebhookDetails;
import io.storelane.webhook.Webhooks;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Webhooks that nobody listens to. */
public final class Receivers {

    private Receivers() {}

    /** One of the owner's that is switched off. */
    public static UUID off(ApplicationContext context, Workspace workspace) {
        return new Stage(context)
                .as(
                        workspace.owner(),
                        workspace,
                        () -> context.getBean(Webhooks.class)
                                .add(
                                        new WebhookDetails(
                                                "Receiver", "https://receiver.example.com/", List.of("role.deleted")),
                                        false)
                                .id());
    }

    /** A delivery that was given up. */
    public static UUID givenUp(Workspace workspace, UUID webhook) {
        UUID delivery = Ids.next();
        Stage.all("""
                insert into core.webhook_delivery (tenant_id, id, webhook_id, event_id, type, object_type, object_id, happened_at, state,
                  next_at, created_at)
                values (?, ?, ?, gen_random_uuid(), 'role.deleted', 'role', gen_random_uuid(), now(), 'dead', now(), now())""", workspace.tenant().value(), delivery, webhook);
        return delivery;
    }
}
