package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerData;
import java.util.UUID;
import org.pf4j.Extension;

/** Cards that are named after customers. */
@Extension
public class Forgetting implements CustomerData {

    private final Cards cards;

    public Forgetting(Cards cards) {
        this.cards = cards;
    }

    @Override
    public void erased(CallContext context, UUID customer) {
        cards.rename("of " + customer, "of nobody");
    }

    @Override
    public void merged(CallContext context, UUID from, UUID into) {
        cards.rename("of " + from, "of " + into);
    }
}
