package io.storelane.rma;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.rma.ReturnBulk.Action;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is done to many returns in the background, each action a kind of job. */
@Component
class ReturnJobs implements JobHandler {

    private static final Map<String, Action> ACTIONS =
            EnumSet.allOf(Action.class).stream().collect(Collectors.toMap(Action::kind, Function.identity()));

    private final ReturnBulk bulk;

    ReturnJobs(ReturnBulk bulk) {
        this.bulk = bulk;
    }

    @Override
    public Set<String> kinds() {
        return ACTIONS.keySet();
    }

    @Override
    public void handle(JobItem item) {
        bulk.act(
                Objects.requireNonNull(ACTIONS.get(item.kind())),
                String.valueOf(item.params().get("value")),
                Objects.requireNonNull(item.ref()));
    }
}
