package io.storelane.job;

import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the person who asked for a job how it ended. */
@Component
class JobNotices implements NoticeSource {

    static final NoticeKind DONE = new NoticeKind("job.done", null, "/jobs", "circle-check", false);
    static final NoticeKind FAILED = new NoticeKind("job.failed", null, "/jobs", "alert-triangle", true);

    /** A job that is over. */
    record Ended(UUID id, String kind, UUID requestedBy, int done, int failed) {}

    @Override
    public List<NoticeKind> kinds() {
        return List.of(DONE, FAILED);
    }

    /** @param state in which it ended; with failed items it has not gone well either */
    static Notice notice(Ended job, String state) {
        boolean well = state.equals("done") && job.failed() == 0;
        return Notice.to(
                job.requestedBy(),
                well ? DONE : FAILED,
                "/jobs/" + job.id(),
                new Notice.Term("job.kind." + job.kind()),
                job.done(),
                job.failed());
    }
}
