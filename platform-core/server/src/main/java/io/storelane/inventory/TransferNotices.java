package io.storelane.inventory;

import io.storelane.access.Permission;
import io.storelane.event.Event;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells those who look after stock at a location of units that were sent to it and never arrived. */
@Component
class TransferNotices implements NoticeSource {

    private static final NoticeKind LOST =
            new NoticeKind("transfer.units_lost", Permission.STOCK_MANAGE, "/transfers", "alert-triangle", true);

    private final Database database;

    TransferNotices(Database database) {
        this.database = database;
    }

    private record Waiting(UUID node, String name) {}

    @Override
    public List<NoticeKind> kinds() {
        return List.of(LOST);
    }

    @Override
    public Set<String> types() {
        return Set.of("transfer.units_lost");
    }

    @Override
    public List<Notice> notices(List<Event> events) {
        Map<UUID, Waiting> locations = new HashMap<>();
        database.core()
                .sql(
                        "select l.id, l.node_id, l.name from core.location l where l.tenant_id = :tenant and l.id = any(:ids)")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", Rows.array("uuid", events, TransferNotices::location))
                .query(rs -> {
                    locations.put(
                            rs.getObject("id", UUID.class),
                            new Waiting(rs.getObject("node_id", UUID.class), rs.getString("name")));
                });
        return events.stream()
                .filter(e -> locations.containsKey(location(e)))
                .map(e -> notice(e, Objects.requireNonNull(locations.get(location(e)))))
                .toList();
    }

    private static Notice notice(Event event, Waiting waiting) {
        return Notice.at(
                waiting.node(),
                LOST,
                "/transfers/" + event.aggregateId(),
                event.actor(),
                Objects.requireNonNull(event.payload().get("units")),
                waiting.name());
    }

    private static UUID location(Event event) {
        return UUID.fromString(
                String.valueOf(Objects.requireNonNull(event.payload().get("location"))));
    }
}
