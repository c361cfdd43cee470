package io.storelane.billing;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Date;
import java.time.ZoneOffset;
import java.util.Set;
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
    public void handle(Event event) {
        database.core()
                .sql("""
                        insert into core.usage_day (tenant_id, day, metric, count) values (:tenant, :day, :metric, 1)
                        on conflict (tenant_id, day, metric) do update set count = usage_day.count + 1""")
                .param("tenant", Scope.currentTenant().value())
                .param(
                        "day",
                        Date.valueOf(event.occurredAt().atZone(ZoneOffset.UTC).toLocalDate()))
                .param("metric", event.type())
                .update();
    }
}
