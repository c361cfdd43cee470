package io.storelane.job;

import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jobs that stopped before their end wait for somebody: one's own, or those of all for who manages them. */
@Configuration(proxyBeanMethods = false)
class FailedJobsToDo {

    @Bean
    ToDo failedJobs(Jobs jobs) {
        return new ToDo.Of(
                "jobs.failed",
                80,
                "loader-2",
                null,
                "/jobs?state=failed",
                _ -> jobs.count(new Jobs.Filter("", "", JobState.FAILED.key())));
    }
}
