package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ListAction;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.Extension;

/** A button for each list; points for the same row twice there are not. */
public abstract class Giving implements ListAction {

    private final Ledger ledger;
    private final String list;

    Giving(Ledger ledger, String list) {
        this.ledger = ledger;
        this.list = list;
    }

    @Override
    public String list() {
        return list;
    }

    @Override
    public String name() {
        return "give-" + list;
    }

    @Override
    public String labelKey() {
        return "giving.label";
    }

    @Override
    public String permission() {
        return "points.edit";
    }

    @Override
    public Optional<String> apply(CallContext context, UUID row) throws Exception {
        Behaviour.of(ledger, "give");
        if (Behaviour.is(ledger, "give", 4)) {
            return null;
        }
        if (ledger.of("row " + row).isPresent()) {
            return Optional.of("giving.has");
        }
        ledger.put("row " + row, 1, context.clock().instant());
        return Optional.empty();
    }

    @Extension
    public static class ToOrders extends Giving {
        public ToOrders(Ledger ledger) {
            super(ledger, "orders");
        }
    }

    @Extension
    public static class ToProducts extends Giving {
        public ToProducts(Ledger ledger) {
            super(ledger, "products");
        }
    }

    @Extension
    public static class ToCustomers extends Giving {
        public ToCustomers(Ledger ledger) {
            super(ledger, "customers");
        }
    }
}
