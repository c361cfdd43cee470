package io.storelane.notification;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Tells people of events, soon after their commit. Those of another day are old news: a server that is new here reads a long log. */
@Component
class NoticeConsumer implements EventConsumer {

    private static final Duration NEWS = Duration.ofDays(1);
    private static final Set<String> GONE = Set.of("member.removed", "member.left");

    private final List<NoticeSource> sources;
    private final Notices notices;
    private final Clock clock;
    private final Set<String> types = new HashSet<>(GONE);

    NoticeConsumer(List<NoticeSource> sources, Notices notices, Clock clock) {
        this.sources = List.copyOf(sources);
        this.notices = notices;
        this.clock = clock;
        sources.forEach(source -> types.addAll(source.types()));
    }

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public Set<String> types() {
        return Set.copyOf(types);
    }

    /** Some seconds later will do, and many together cost what one does. */
    @Override
    public boolean isPatient(String type) {
        return true;
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        Instant yesterday = clock.instant().minus(NEWS);
        List<Event> news =
                events.stream().filter(e -> e.occurredAt().isAfter(yesterday)).toList();
        for (NoticeSource source : sources) {
            List<Event> wanted =
                    news.stream().filter(e -> source.types().contains(e.type())).toList();
            if (!wanted.isEmpty()) {
                notices.tell(source.notices(wanted));
            }
        }
        List<Event> gone = events.stream().filter(e -> GONE.contains(e.type())).toList();
        if (!gone.isEmpty()) {
            notices.forget(gone.stream().map(Event::aggregateId).distinct().toList());
        }
    }
}
