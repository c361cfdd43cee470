package io.storelane.billing;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Counts per tenant and day (UTC) what plans may be measured by: events of each type, orders placed among them. */
@Component
class UsageCount implements EventConsumer {

    private final Database database;

    UsageCount(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public boolean isPatient(String type) {
        return true;
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    private record Count(LocalDate day, String metric) {}

    @Override
    public void handleAll(List<Event> events) {
        Map<Count, Long> counts = events.stream()
                .collect(Collectors.groupingBy(
                        e -> new Count(e.occurredAt().atZone(ZoneOffset.UTC).toLocalDate(), e.type()),
                        Collectors.counting()));
        List<Count> keys = List.copyOf(counts.keySet());
        database.core()
                .sql("""
                        insert into core.usage_day (tenant_id, day, metric, count)
                        select ?, c.* from unnest(?::date[], ?::text[], ?::bigint[]) c
                        on conflict (tenant_id, day, metric) do update set count = usage_day.count + excluded.count""")
                .param(Scope.currentTenant().value())
                .param(Rows.array("date", keys, c -> Date.valueOf(c.day())))
                .param(Rows.array("text", keys, Count::metric))
                .param(Rows.array("bigint", keys, counts::get))
                .update();
    }
}
