package org.example.hungry;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.Snapshot;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.pf4j.Extension;
import org.springframework.transaction.annotation.Transactional;

/** Takes its time for each page, where the environment says so. */
@Extension
public class Guests implements Snapshot<CustomerBook.Customer> {

    @PersistenceContext
    private EntityManager entities;

    @Override
    public String name() {
        return "guests";
    }

    @Override
    public Class<CustomerBook.Customer> of() {
        return CustomerBook.Customer.class;
    }

    @Override
    public void begin(CallContext context) {}

    @Override
    @Transactional
    public void take(CallContext context, List<CustomerBook.Customer> page) throws InterruptedException {
        page.forEach(guest -> entities.merge(new Meal(guest.id(), guest.name())));
        entities.flush();
        String slow = System.getenv("HUNGRY_SLOW");
        if (slow != null) {
            Thread.sleep(Long.parseLong(slow));
        }
    }

    @Override
    public void done(CallContext context) {}
}
