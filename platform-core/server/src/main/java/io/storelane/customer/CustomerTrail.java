package io.storelane.customer;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a change of a customer leaves behind: its timeline and the audit trail. */
@Component
class CustomerTrail {

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    CustomerTrail(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param note words of a person, or what it was about; no personal data unless a person writes it */
    void entry(UUID customer, String kind, String note) {
        Actor actor = Actor.current();
        database.core()
                .sql("""
                        insert into core.customer_entry (tenant_id, customer_id, id, kind, note, actor_id, actor_name, at)
                        values (:tenant, :customer, :id, :kind, :note, :actor, :name, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("customer", customer)
                .param("id", Ids.next())
                .param("kind", kind)
                .param("note", note)
                .param("actor", actor.userId())
                .param("name", actor.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    void audit(String action, CustomerView customer, Map<String, ?> values) {
        audit.record(
                action,
                new AuditTarget(
                        "customer",
                        customer.id(),
                        customer.name(),
                        customer.details().nodeId()),
                Map.of(),
                values);
    }
}
