package io.storelane.operation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariDataSource;
import io.storelane.file.FileSweep;
import io.storelane.fulfilment.Tracking;
import io.storelane.identity.Housekeeping;
import io.storelane.identity.SignUpWorker;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.webhook.OldDeliveries;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Ticks that start background work, each on one server of all at a time. They carry no tenant and no data: what there is to
 * do stands in tables.
 */
@Configuration(proxyBeanMethods = false)
class Ticks {

    @Bean(destroyMethod = "stop")
    Scheduler scheduler(
            HikariDataSource infraPool,
            SignUpWorker signUps,
            ReadyMarks marks,
            Housekeeping housekeeping,
            FileSweep files,
            Tracking tracking,
            OldDeliveries deliveries) {
        return Scheduler.create(infraPool)
                .startTasks(List.of(
                        Tasks.recurring("sign-ups", FixedDelay.of(Duration.ofSeconds(5)))
                                .execute((_, _) -> signUps.work()),
                        Tasks.recurring("ready-marks", FixedDelay.of(Duration.ofSeconds(30)))
                                .execute((_, _) -> marks.repair()),
                        Tasks.recurring("housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                                .execute((_, _) -> housekeeping.run()),
                        Tasks.recurring("tracking-links", FixedDelay.of(Duration.ofHours(1)))
                                .execute((_, _) -> Scope.PLATFORM.run(tracking::prune)),
                        Tasks.recurring("webhook-deliveries", FixedDelay.of(Duration.ofHours(1)))
                                .execute((_, _) -> deliveries.prune()),
                        Tasks.recurring("files", FixedDelay.of(Duration.ofHours(1)))
                                .execute((_, _) -> files.run())))
                .tableName("infra.scheduled_tasks")
                .threads(2)
                .pollingInterval(Duration.ofSeconds(2))
                // a server that dies in the middle of a tick holds it up for a minute, not for half an hour
                .heartbeatInterval(Duration.ofSeconds(10))
                .missedHeartbeatsLimit(6)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
    }

    @Bean
    Starter starter(Scheduler scheduler) {
        return new Starter(scheduler);
    }

    record Starter(Scheduler scheduler) {

        @EventListener(ApplicationReadyEvent.class)
        void start() {
            scheduler.start();
        }
    }
}
