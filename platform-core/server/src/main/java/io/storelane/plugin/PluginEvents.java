package io.storelane.plugin;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Puts aside, for each plugin that the workspace has enabled, the events that it listens to. What calls the plugin is
 * {@link PluginCourier}, later: no code of a plugin runs while the log is read.
 */
@Component
class PluginEvents implements EventConsumer {

    private record Addition(String plugin, Event event) {}

    private final Database database;
    private final PluginHost host;
    private final Plugins plugins;
    private final ReadyMarks marks;
    private final Clock clock;

    PluginEvents(Database database, PluginHost host, Plugins plugins, ReadyMarks marks, Clock clock) {
        this.database = database;
        this.host = host;
        this.plugins = plugins;
        this.marks = marks;
        this.clock = clock;
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

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        if (host.all().isEmpty()) {
            return;
        }
        Set<String> enabled = plugins.enabled();
        List<Addition> additions = new ArrayList<>();
        for (RunningPlugin plugin : host.all()) {
            String id = plugin.manifest().id();
            if (enabled.contains(id)) {
                events.stream()
                        .filter(event -> plugin.listensTo(event.type()))
                        .forEach(event -> additions.add(new Addition(id, event)));
            }
        }
        if (!additions.isEmpty()) {
            Timestamp now = Timestamp.from(clock.instant());
            Rows.<Addition>of("plugin_delivery")
                    .with("id", "uuid", _ -> Ids.next())
                    .with("plugin_id", "text", Addition::plugin)
                    .with("event_id", "uuid", a -> a.event().id())
                    .with("type", "text", a -> a.event().type())
                    .with("object_id", "uuid", a -> a.event().aggregateId())
                    .with("state", "text", _ -> "waiting")
                    .with("next_at", "timestamptz", _ -> now)
                    .insertNew(database, additions, java.util.UUID.class, "place", Long.class);
            marks.markAfterCommit(PluginCourier.QUEUE, List.of(Scope.currentTenant()), java.time.Duration.ZERO);
        }
    }
}
