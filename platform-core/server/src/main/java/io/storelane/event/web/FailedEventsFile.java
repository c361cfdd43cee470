package io.storelane.event.web;

import io.storelane.event.FailedEvents;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The failed events as a file. */
@Component
class FailedEventsFile implements ListFile<FailedEventsFile.Filter> {

    record Filter(String q) {}

    private final FailedEvents events;
    private final MessageSource messages;

    FailedEventsFile(FailedEvents events, MessageSource messages) {
        this.events = events;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "failed-events";
    }

    @Override
    public Class<FailedEventsFile.Filter> filter() {
        return FailedEventsFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(FailedEventsFile.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(messages, locale, "event", "type", "consumer", "occurred", "since", "attempts", "error"),
                (cursor, size) -> events.find(filter.q(), cursor, size),
                e -> List.of(e.type(), e.consumer(), e.occurredAt(), e.since(), e.attempts(), e.error()));
    }
}
