package io.storelane.job.web;

import io.storelane.job.JobItemView;
import io.storelane.job.Jobs;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What became of each item of a job as a file. */
@Component
class JobItemsFile implements ListFile<JobItemsFile.Filter> {

    /** @param state of the items; empty = all, the failed ones first */
    record Filter(UUID job, String state) {

        Filter {
            state = List.of("waiting", "done", "failed", "skipped").contains(state) ? state : "";
        }
    }

    private final Jobs jobs;
    private final MessageSource messages;

    JobItemsFile(Jobs jobs, MessageSource messages) {
        this.jobs = jobs;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "job-items";
    }

    @Override
    public Class<JobItemsFile.Filter> filter() {
        return JobItemsFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(JobItemsFile.Filter filter, Locale locale) {
        return Sheet.of(
                Sheet.titles(messages, locale, "job", "item", "stateLabel", "why"),
                filter.state().isEmpty()
                        ? jobs.items(filter.job(), Jobs.MOST_ITEMS)
                        : jobs.items(filter.job(), filter.state(), null, Jobs.MOST_ITEMS),
                i -> List.of(i.label(), messages.getMessage("job.item." + i.state(), null, locale), why(i, locale)));
    }

    private String why(JobItemView item, Locale locale) {
        return item.messageKey().isEmpty()
                ? ""
                : messages.getMessage(item.messageKey(), item.messageArgs().toArray(), locale);
    }
}
