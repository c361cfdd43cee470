package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ScheduledTask;
import java.time.Duration;
import org.pf4j.Extension;

/** Looks every hour who has bought nothing for long. */
@Extension
public class SilentCustomers implements ScheduledTask {

    /** A run ends in time; the next one goes on. */
    private static final int MOST_CHUNKS = 20;

    private final TaskRules rules;

    public SilentCustomers(TaskRules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return "silent-customers";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run(CallContext context) {
        rules.all().stream()
                .filter(rule -> rule.active() && rule.kind() == TaskRules.Kind.NO_ORDER)
                .forEach(rule -> {
                    for (int i = 0; i < MOST_CHUNKS && rules.silent(rule, context.zone()) > 0; i++) {}
                });
    }
}
