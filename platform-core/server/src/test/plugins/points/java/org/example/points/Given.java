package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

@Extension
public class Given implements Metric {

    private final Ledger ledger;

    public Given(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "given";
    }

    @Override
    public String labelKey() {
        return "metric.given";
    }

    @Override
    public String permission() {
        return "points.view";
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) {
        return Map.of("", ledger.given(days.begin(), days.end()));
    }

    @Override
    public String page(Days days) {
        return "/points?since=" + days.from();
    }
}
