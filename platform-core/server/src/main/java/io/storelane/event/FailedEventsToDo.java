package io.storelane.event;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Events that were given up wait for somebody. */
@Configuration(proxyBeanMethods = false)
class FailedEventsToDo {

    @Bean
    ToDo failedEvents(FailedEvents events) {
        return new ToDo.Of(
                "events.failed", 90, "alert-circle", Permission.JOBS_MANAGE, "/failed-events", _ -> events.count(""));
    }
}
