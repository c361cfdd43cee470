package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

/** What those buy who come back. */
@Extension
public class RepeatSales implements Metric {

    private final Figures figures;

    public RepeatSales(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String name() {
        return "repeat-sales";
    }

    @Override
    public String labelKey() {
        return "crm.metric.repeat";
    }

    @Override
    public String permission() {
        return "crm.view";
    }

    @Override
    public Unit unit() {
        return Unit.MONEY;
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) {
        return figures.repeatSales(days);
    }
}
