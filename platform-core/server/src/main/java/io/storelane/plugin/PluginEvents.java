package io.storelane.plugin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Puts aside, for each plugin that the workspace has enabled, the events that it listens to. What calls the plugin is
 * {@link PluginCourier}, later: no code of a plugin runs while the log is read.
 */
@Component
class PluginEvents implements EventConsumer {

    private static final Duration KNOWN = Duration.ofMinutes(10);
    private static final int MOST_KNOWN = 10_000;

    private record Addition(String plugin, Event event) {}

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final ReadyMarks marks;
    private final Rows<Addition> rows;

    /** What tenants had enabled when their events were taken here last: whoever writes an event cannot look it up. */
    private final Cache<TenantId, Set<String>> enabledBefore = Caffeine.newBuilder()
            .expireAfterWrite(KNOWN)
            .maximumSize(MOST_KNOWN)
            .build();

    PluginEvents(Database database, PluginHost host, Plugins plugins, ReadyMarks marks, Clock clock) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.marks = marks;
        this.rows = Rows.<Addition>of("plugin_delivery")
                .with("id", "uuid", _ -> Ids.next())
                .with("plugin_id", "text", Addition::plugin)
                .with("event_id", "uuid", a -> a.event().id())
                .with("type", "text", a -> a.event().type())
                .with("object_id", "uuid", a -> a.event().aggregateId())
                .with("state", "text", _ -> "waiting")
                .with("next_at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    /** Some seconds later will do: what plugins do must not cost those who have none. */
    @Override
    public boolean isPatient(String type) {
        return true;
    }

    /** What a plugin that runs listens to is seen at work on its pages, where it is enabled or that is not known. */
    @Override
    public boolean isAwaited(TenantId tenant, String type) {
        Set<String> enabled = enabledBefore.getIfPresent(tenant);
        return host.all().stream()
                .filter(plugin ->
                        enabled == null || enabled.contains(plugin.manifest().id()))
                .anyMatch(plugin -> plugin.listensTo(type));
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        Set<String> enabled = plugins.enabled();
        enabledBefore.put(Scope.currentTenant(), enabled);
        List<Addition> additions = Stream.concat(
                        enabled.stream()
                                .flatMap(id ->
                                        events.stream().filter(listener(id)).map(event -> new Addition(id, event))),
                        // its rows stay when it is disabled, and so does the duty to forget
                        host.all().stream()
                                .filter(plugin ->
                                        !enabled.contains(plugin.manifest().id()))
                                .flatMap(plugin -> events.stream()
                                        .filter(event -> plugin.forgets(event.type()))
                                        .map(event ->
                                                new Addition(plugin.manifest().id(), event))))
                .toList();
        if (!additions.isEmpty()) {
            rows.insertNew(database, additions, UUID.class, "place", Long.class);
            marks.markAfterCommit(PluginCourier.QUEUE);
        }
    }

    /** Of one that starts, or is away for an upgrade, nobody here knows what it listens to: all is kept until it is back. */
    private Predicate<Event> listener(String id) {
        return host.find(id)
                .<Predicate<Event>>map(
                        plugin -> event -> plugin.listensTo(event.type()) || plugin.forgets(event.type()))
                .orElseGet(() -> {
                    boolean wanted = plugins.isWanted(id);
                    return _ -> wanted;
                });
    }
}
