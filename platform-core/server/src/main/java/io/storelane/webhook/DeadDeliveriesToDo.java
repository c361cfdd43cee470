package io.storelane.webhook;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deliveries that were given up wait for somebody. */
@Configuration(proxyBeanMethods = false)
class DeadDeliveriesToDo {

    @Bean
    ToDo deadDeliveries(Deliveries deliveries) {
        return new ToDo.Of(
                "webhooks.dead",
                91,
                "send",
                Permission.WEBHOOKS_MANAGE,
                "/webhook-deliveries?state=dead",
                _ -> deliveries.count(new Deliveries.Filter("", null, "dead", null, null)));
    }
}
