package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

@Extension
public class Worth implements Metric {

    private final Ledger ledger;

    public Worth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "worth";
    }

    @Override
    public String labelKey() {
        return "metric.worth";
    }

    @Override
    public String permission() {
        return "points.edit";
    }

    @Override
    public Unit unit() {
        return Unit.MONEY;
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) {
        return Map.of("CNY", 100 * ledger.given(days.begin(), days.end()));
    }
}
