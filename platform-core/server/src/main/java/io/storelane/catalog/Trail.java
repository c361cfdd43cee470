package io.storelane.catalog;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What every change of a product leaves behind: an entry of the trail and an event. */
@Component
class Trail {

    private final AuditLog audit;
    private final Events events;

    Trail(AuditLog audit, Events events) {
        this.audit = audit;
        this.events = events;
    }

    void record(String action, Product product, Map<String, ?> before, Map<String, ?> after) {
        audit.record(
                action, new AuditTarget("product", product.id(), product.name(Locale.ENGLISH), null), before, after);
        events.append(action, "product", product.id(), Map.of());
    }
}
