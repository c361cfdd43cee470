package io.storelane.job.web;

import io.storelane.job.JobHandler;
import io.storelane.job.Jobs;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The jobs as a file. */
@Component
class JobsFile implements ListFile<Jobs.Filter> {

    private final Jobs jobs;
    private final ObjectProvider<JobHandler> handlers;
    private final MessageSource messages;

    /** @param handlers asked for later: one of them writes the files */
    JobsFile(Jobs jobs, ObjectProvider<JobHandler> handlers, MessageSource messages) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public Class<Jobs.Filter> filter() {
        return Jobs.Filter.class;
    }

    @Override
    public Jobs.Filter known(Jobs.Filter filter) {
        boolean kind = handlers.stream().anyMatch(h -> h.presentKinds().contains(filter.kind()));
        return kind ? filter : new Jobs.Filter(filter.q(), "", filter.state());
    }

    @Override
    public Sheet<?> sheet(Jobs.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "job",
                        "kind",
                        "requester",
                        "created",
                        "stateLabel",
                        "total",
                        "done",
                        "failed"),
                (cursor, size) -> jobs.find(filter, cursor, size),
                j -> List.of(
                        messages.getMessage("job.kind." + j.kind(), null, locale),
                        j.requester(),
                        j.createdAt(),
                        messages.getMessage("job.state." + j.state().key(), null, locale),
                        j.total(),
                        j.done(),
                        j.failed()));
    }
}
