package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.pf4j.Extension;
import org.springframework.transaction.annotation.Transactional;

/** Keeps profiles as the master records are. An event is a hint: what counts is read anew. */
@Extension
public class CustomerNews implements HostEventListener {

    private static final Set<String> TYPES =
            Set.of("customer.added", "customer.changed", "customer.tagged", "customer.consented", "customer.merged");

    private final Projection projection;
    private final Timeline timeline;
    private final CustomerBook customers;

    public CustomerNews(Projection projection, Timeline timeline, CustomerBook customers) {
        this.projection = projection;
        this.timeline = timeline;
        this.customers = customers;
    }

    @Override
    public Set<String> types() {
        return TYPES;
    }

    @Override
    @Transactional
    public void on(CallContext context, HostEvent event) {
        UUID id = event.objectId();
        CustomerBook.Customer customer = customers.find(id).orElse(null);
        if (customer == null || customer.erased()) {
            return; // part of another one by now, or forgotten: what is known of it goes by Forgetting
        }
        projection.put(List.of(customer));
        String text = "";
        if (event.type().equals("customer.consented")) {
            text = event.payload().get("channel").toString();
            boolean given = Boolean.TRUE.equals(event.payload().get("given"));
            timeline.add(event.id(), id, given ? "consent.given" : "consent.withdrawn", text, event.occurredAt(), "");
            return;
        } else if (event.payload().get("tags") instanceof List<?> tags) {
            text = String.join(", ", tags.stream().map(Object::toString).toList());
        }
        timeline.add(event.id(), id, event.type(), text, event.occurredAt(), "");
    }
}
