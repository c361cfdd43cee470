package io.storelane.order;

import io.storelane.job.JobHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done to many orders in the background, each action a kind of job. */
@Configuration(proxyBeanMethods = false)
class OrderJobs {

    @Bean
    JobHandler orderActions(OrderBulk bulk) {
        return bulk.jobs();
    }
}
