package io.storelane.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.storelane.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How soon events have to be taken, and by whom: at once by those of their consumers that are not patient. */
@Component
class Patience {

    /** A turn has a price, however few events it takes: this long those wait for each other that are awaited. */
    private static final Duration AWAITED = Duration.ofSeconds(2);

    /** The more tenants are busy, the longer: so all of them together cost at most ten turns a second. */
    private static final Duration EACH_TENANT = Duration.ofMillis(100);

    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final ObjectProvider<EventConsumer> consumers;
    private final EventProperties properties;
    private final Map<String, List<EventConsumer>> takers = new ConcurrentHashMap<>();
    private final Cache<TenantId, Boolean> busy =
            Caffeine.newBuilder().expireAfterWrite(BUSY).maximumSize(MOST).build();

    /** @param consumers asked for when the first event is written: they may write events themselves */
    Patience(ObjectProvider<EventConsumer> consumers, EventProperties properties) {
        this.consumers = consumers;
        this.properties = properties;
    }

    /** The consumers that take this at once, each in turns of its own. */
    List<String> hasty(TenantId tenant, String type) {
        return takers.computeIfAbsent(type, this::takers).stream()
                .filter(c -> !c.isPatient(tenant, type))
                .map(EventConsumer::name)
                .toList();
    }

    /** After what time it has to be taken by all others. */
    Duration of(TenantId tenant, String type) {
        boolean awaited = takers.computeIfAbsent(type, this::takers).stream().anyMatch(c -> c.isAwaited(tenant, type));
        return awaited ? awaited(tenant) : properties.patience();
    }

    private Duration awaited(TenantId tenant) {
        busy.put(tenant, true);
        Duration wait = EACH_TENANT.multipliedBy(busy.estimatedSize());
        Duration soon = wait.compareTo(AWAITED) < 0 ? AWAITED : wait;
        return soon.compareTo(properties.patience()) < 0 ? soon : properties.patience();
    }

    private List<EventConsumer> takers(String type) {
        return consumers.stream()
                .filter(c -> c.types().isEmpty() || c.types().contains(type))
                .toList();
    }
}
