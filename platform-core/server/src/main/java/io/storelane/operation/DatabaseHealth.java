package io.storelane.operation;

import io.storelane.tenancy.Database;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Ready means that the database answers; being alive does not ask it. */
@Component("databaseHealthIndicator")
class DatabaseHealth implements HealthIndicator {

    private final Database database;

    DatabaseHealth(Database database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try {
            database.infra().sql("select 1").query((rs, _) -> rs.getInt(1)).single();
            return Health.up().build();
        } catch (DataAccessException _) {
            return Health.down().build();
        }
    }
}
