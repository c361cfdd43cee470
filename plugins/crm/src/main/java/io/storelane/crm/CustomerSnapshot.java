package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.Snapshot;
import java.util.List;
import org.pf4j.Extension;

/** Customers that were there before the plugin was. */
@Extension
public class CustomerSnapshot implements Snapshot<CustomerBook.Customer> {

    private final Projection projection;

    public CustomerSnapshot(Projection projection) {
        this.projection = projection;
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
    public void take(CallContext context, List<CustomerBook.Customer> page) {
        projection.put(page);
    }
}
