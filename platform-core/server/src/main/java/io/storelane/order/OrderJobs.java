package io.storelane.order;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.order.OrderBulk.Action;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done to many orders in the background, each action a kind of job. */
@Configuration(proxyBeanMethods = false)
class OrderJobs {

    private record OneByOne(Action action, OrderBulk bulk) implements JobHandler {

        @Override
        public String kind() {
            return action.kind();
        }

        @Override
        public void handle(JobItem item) {
            bulk.act(action, String.valueOf(item.params().get("value")), Objects.requireNonNull(item.ref()));
        }
    }

    @Bean
    JobHandler holdOrders(OrderBulk bulk) {
        return new OneByOne(Action.HOLD, bulk);
    }

    @Bean
    JobHandler releaseOrders(OrderBulk bulk) {
        return new OneByOne(Action.RELEASE, bulk);
    }

    @Bean
    JobHandler cancelOrders(OrderBulk bulk) {
        return new OneByOne(Action.CANCEL, bulk);
    }

    @Bean
    JobHandler tagOrders(OrderBulk bulk) {
        return new OneByOne(Action.TAG, bulk);
    }

    @Bean
    JobHandler assignOrders(OrderBulk bulk) {
        return new OneByOne(Action.ASSIGN, bulk);
    }
}
