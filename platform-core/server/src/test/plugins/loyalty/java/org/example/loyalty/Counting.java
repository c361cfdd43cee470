package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ScheduledTask;
import io.storelane.plugin.api.Settings;
import java.time.Duration;
import org.pf4j.Extension;

@Extension
public class Counting implements ScheduledTask {

    private final Cards cards;
    private final Settings settings;

    public Counting(Cards cards, Settings settings) {
        this.cards = cards;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run(CallContext context) {
        if (settings.value("welcome").orElse("").equals("true")) {
            cards.add("counted " + cards.all().size());
        }
    }
}
