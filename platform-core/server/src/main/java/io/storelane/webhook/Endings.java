package io.storelane.webhook;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.notification.Mails;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Switches receivers off that take nothing, and tells whoever set them up. */
@Component
class Endings {

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Mails mails;
    private final WebProperties web;

    Endings(Database database, AuditLog audit, Events events, Mails mails, WebProperties web) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.mails = mails;
        this.web = web;
    }

    /** In the transaction that found it; does nothing if it is off already. */
    void disable(Receiver receiver, String fault) {
        Optional<UUID> maker = database.core()
                .sql("""
                        update core.webhook set state = 'disabled', disabled_for = :fault, version = version + 1
                        where tenant_id = :tenant and id = :id and state = 'on' returning created_by""")
                .param("fault", fault)
                .param("tenant", Scope.currentTenant().value())
                .param("id", receiver.id())
                .query(UUID.class)
                .optional();
        maker.ifPresent(person -> {
            audit.record(
                    "webhook.disabled",
                    new AuditTarget("webhook", receiver.id(), receiver.name(), null),
                    Map.of("state", "on"),
                    Map.of("state", "disabled"));
            events.append("webhook.disabled", "webhook", receiver.id(), Map.of("reason", fault));
            tell(person, receiver);
        });
    }

    private void tell(UUID person, Receiver receiver) {
        record Told(String email, String name, Locale locale, String slug, String workspace) {}
        database.core()
                .sql("""
                        select m.email, m.name, m.locale, t.slug, t.name as workspace from platform.tenant_member m
                        join platform.tenant_self t on t.tenant_id = m.tenant_id
                        where m.tenant_id = :tenant and m.user_id = :person and m.status = 'active'""")
                .param("tenant", Scope.currentTenant().value())
                .param("person", person)
                .query((rs, _) -> new Told(
                        rs.getString("email"),
                        rs.getString("name"),
                        Locale.forLanguageTag(rs.getString("locale")),
                        rs.getString("slug"),
                        rs.getString("workspace")))
                .optional()
                .ifPresent(told -> mails.queue(
                        told.email(),
                        told.locale(),
                        "webhook-disabled",
                        Map.of(
                                "name",
                                told.name(),
                                "inviter",
                                receiver.name(),
                                "workspace",
                                told.workspace(),
                                "link",
                                web.publicUrl() + "/w/" + told.slug() + "/webhooks/" + receiver.id())));
    }
}
