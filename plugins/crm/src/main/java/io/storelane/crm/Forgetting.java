package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerData;
import java.util.UUID;
import org.pf4j.Extension;

/** Also where the plugin is not enabled any more: its rows are still there. */
@Extension
public class Forgetting implements CustomerData {

    private final Projection projection;

    public Forgetting(Projection projection) {
        this.projection = projection;
    }

    @Override
    public void erased(CallContext context, UUID customer) {
        projection.forget(customer);
    }

    @Override
    public void merged(CallContext context, UUID from, UUID into) {
        projection.merge(from, into);
    }
}
