package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import java.util.Map;
import org.pf4j.Extension;

/** How much was done of what was to be followed up. */
@Extension
public class TasksClosed implements Metric {

    private final Figures figures;

    public TasksClosed(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String name() {
        return "tasks-closed";
    }

    @Override
    public String labelKey() {
        return "crm.metric.tasks";
    }

    @Override
    public String permission() {
        return "crm.view";
    }

    @Override
    public Map<String, Long> of(CallContext context, Days days) {
        return Map.of("", figures.closedTasks(days));
    }

    @Override
    public String page(Days days) {
        return "/tasks?view=closed";
    }
}
