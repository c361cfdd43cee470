package io.storelane.event;

import io.storelane.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How soon events have to be taken: at once, if one of their consumers is not patient. */
@Component
class Patience {

    private final ObjectProvider<EventConsumer> consumers;
    private final EventProperties properties;
    private final Map<String, List<EventConsumer>> takers = new ConcurrentHashMap<>();

    /** @param consumers asked for when the first event is written: they may write events themselves */
    Patience(ObjectProvider<EventConsumer> consumers, EventProperties properties) {
        this.consumers = consumers;
        this.properties = properties;
    }

    Duration of(TenantId tenant, String type) {
        boolean patient = takers.computeIfAbsent(type, this::takers).stream().allMatch(c -> c.isPatient(tenant, type));
        return patient ? properties.patience() : Duration.ZERO;
    }

    private List<EventConsumer> takers(String type) {
        return consumers.stream()
                .filter(c -> c.types().isEmpty() || c.types().contains(type))
                .toList();
    }
}
