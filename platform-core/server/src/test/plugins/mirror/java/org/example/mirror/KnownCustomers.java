package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import io.storelane.plugin.api.Settings;
import io.storelane.plugin.api.Snapshot;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;
import org.springframework.transaction.annotation.Transactional;

@Extension
public class KnownCustomers implements Snapshot<CustomerBook.Customer>, HostEventListener {

    private final Sights sights;
    private final CustomerBook customers;
    private final Settings settings;

    public KnownCustomers(Sights sights, CustomerBook customers, Settings settings) {
        this.sights = sights;
        this.customers = customers;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public Class<CustomerBook.Customer> of() {
        return CustomerBook.Customer.class;
    }

    @Override
    public void begin(CallContext context) {
        sights.markOld("customer");
    }

    @Override
    @Transactional
    public void take(CallContext context, List<CustomerBook.Customer> page) throws InterruptedException {
        for (CustomerBook.Customer customer : page) {
            if (customer.name().equals("Refused") && settings.value("takes").isEmpty()) {
                throw new IllegalStateException("a customer that the mirror does not take yet");
            }
            if (customer.name().equals("Slow")) {
                Thread.sleep(1_500);
            }
            sights.see("customer", customer.id(), customer.name(), customer.version());
        }
    }

    @Override
    public void done(CallContext context) {
        sights.deleteOld("customer");
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.added", "customer.changed", "customer.tagged");
    }

    @Override
    public void on(CallContext context, HostEvent event) {
        customers
                .find(event.objectId())
                .ifPresent(c -> sights.see("customer", c.id(), c.name(), c.version()));
    }
}
