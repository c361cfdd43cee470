package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ScheduledTask;
import java.time.Duration;
import org.pf4j.Extension;

/** Files say who bought what and lives where: no longer than somebody may still ask what became of one. */
@Extension
public class OldFiles implements ScheduledTask {

    private static final Duration KEPT = Duration.ofDays(90);

    private final Emptying emptying;

    public OldFiles(Emptying emptying) {
        this.emptying = emptying;
    }

    @Override
    public String name() {
        return "old-files";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(6);
    }

    @Override
    public void run(CallContext context) {
        emptying.before(context.clock().instant().minus(KEPT));
    }
}
