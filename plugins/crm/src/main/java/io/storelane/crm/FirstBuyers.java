package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

/** How many customers a workspace has won. */
@Extension
public class FirstBuyers implements Metric {

    private final Figures figures;

    public FirstBuyers(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String name() {
        return "first-buyers";
    }

    @Override
    public String labelKey() {
        return "crm.metric.first";
    }

    @Override
    public String permission() {
        return "crm.view";
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) {
        return Map.of("", figures.firstBuyers(days));
    }
}
