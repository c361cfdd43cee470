package io.storelane.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How soon events have to be taken: at once, if one of their consumers is not patient. */
@Component
class Patience {

    private final ObjectProvider<EventConsumer> consumers;
    private final EventProperties properties;
    private final Map<String, Duration> known = new ConcurrentHashMap<>();

    /** @param consumers asked for when the first event is written: they may write events themselves */
    Patience(ObjectProvider<EventConsumer> consumers, EventProperties properties) {
        this.consumers = consumers;
        this.properties = properties;
    }

    Duration of(String type) {
        return known.computeIfAbsent(type, this::leastOf);
    }

    private Duration leastOf(String type) {
        boolean patient = consumers.stream()
                .filter(c -> c.types().isEmpty() || c.types().contains(type))
                .allMatch(c -> c.isPatient(type));
        return patient ? properties.patience() : Duration.ZERO;
    }
}
