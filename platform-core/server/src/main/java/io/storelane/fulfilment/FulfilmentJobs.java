package io.storelane.fulfilment;

import io.storelane.job.JobHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done to many fulfilment orders in the background, each action a kind of job. */
@Configuration(proxyBeanMethods = false)
class FulfilmentJobs {

    @Bean
    JobHandler fulfilmentActions(FulfilmentBulk bulk) {
        return bulk.jobs();
    }
}
