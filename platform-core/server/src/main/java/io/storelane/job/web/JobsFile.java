package io.storelane.job.web;

import io.storelane.job.Jobs;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The jobs as a file. */
@Component
class JobsFile implements ListFile<Jobs.Filter> {

    private final Jobs jobs;
    private final MessageSource messages;

    JobsFile(Jobs jobs, MessageSource messages) {
        this.jobs = jobs;
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
