package io.storelane.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.storelane.tenancy.Database;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Watches the oldest open transaction of the cluster that has written, other databases included: it holds back every event.
 * Its age is the metric {@code storelane.transaction.oldest.writer}, in seconds.
 */
@Component("eventsHealthIndicator")
class OldestWriter implements HealthIndicator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OldestWriter.class);
    private static final long EVERY_SECONDS = 2;

    private final Database database;
    private final Duration alarmAge;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("oldest-writer").daemon().factory());
    private volatile double age;
    private volatile boolean alarmed;

    OldestWriter(Database database, EventProperties properties, MeterRegistry meters) {
        this.database = database;
        this.alarmAge = properties.alarmAge();
        Gauge.builder("storelane.transaction.oldest.writer", this, w -> w.age)
                .baseUnit("seconds")
                .description("Age of the oldest open writing transaction of the cluster; it holds back every event")
                .register(meters);
        Future<?> _ = timer.scheduleWithFixedDelay(this::measure, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void measure() {
        try {
            age = database.infra()
                    .sql("select infra.oldest_writer()")
                    .query(Double.class)
                    .single();
        } catch (DataAccessException e) {
            log.warn("The age of the oldest writing transaction could not be read", e);
            return;
        }
        boolean old = age > alarmAge.toMillis() / 1000.0;
        if (old && !alarmed) {
            log.warn("A writing transaction is open for {} s and holds back all events", Math.round(age));
        }
        alarmed = old;
    }

    @Override
    public Health health() {
        return (alarmed ? Health.status("DEGRADED") : Health.up())
                .withDetail("oldestWriterSeconds", Math.round(age))
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
