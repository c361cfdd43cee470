package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Collections;
import java.util.Map;
import org.pf4j.Extension;

@Extension
public class Fussy implements Metric {

    private final Ledger ledger;
    private boolean asked;

    public Fussy(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "fussy";
    }

    @Override
    public String labelKey() {
        if (asked) {
            throw new IllegalStateException("Asked for the label again, by " + Thread.currentThread());
        }
        asked = true;
        return "metric.fussy";
    }

    @Override
    public String permission() {
        return "points.view";
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) throws Exception {
        Behaviour.of(ledger, "fussy");
        return Behaviour.is(ledger, "fussy", 4) ? Collections.singletonMap("", null) : Map.of();
    }

    @Override
    public String page(Days days) {
        return Behaviour.is(ledger, "fussy", 5) ? null : "";
    }

    @Override
    public boolean lessIsBetter() {
        return true;
    }
}
