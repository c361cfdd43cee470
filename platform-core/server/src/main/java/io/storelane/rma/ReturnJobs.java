package io.storelane.rma;

import io.storelane.job.JobHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done to many returns in the background, each action a kind of job. */
@Configuration(proxyBeanMethods = false)
class ReturnJobs {

    @Bean
    JobHandler returnActions(ReturnBulk bulk) {
        return bulk.jobs();
    }
}
