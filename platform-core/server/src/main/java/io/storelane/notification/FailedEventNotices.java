package io.storelane.notification;

import io.storelane.access.Permission;
import io.storelane.event.FailedEvent;
import io.storelane.event.GivenUp;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells those who look after background work that an event was given up: until then something is not done. */
@Component
class FailedEventNotices implements NoticeSource, GivenUp {

    private static final NoticeKind FAILED =
            new NoticeKind("event.failed", Permission.JOBS_MANAGE, "/failed-events", "alert-circle", true);

    private final Notices notices;

    FailedEventNotices(Notices notices) {
        this.notices = notices;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(FAILED);
    }

    @Override
    public void givenUp(FailedEvent failed) {
        notices.tell(List.of(Notice.at(null, FAILED, "/failed-events/" + failed.id(), null, failed.type())));
    }
}
