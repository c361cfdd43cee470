package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

@Extension
public class Fussy implements Metric {

    private final Ledger ledger;

    public Fussy(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "fussy";
    }

    @Override
    public String labelKey() {
        return "metric.fussy";
    }

    @Override
    public String permission() {
        return "points.view";
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) throws Exception {
        Behaviour.of(ledger, "fussy");
        return Map.of();
    }

    @Override
    public boolean lessIsBetter() {
        return true;
    }
}
