package io.storelane.connector;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What failed with connected stores waits for somebody. */
@Configuration(proxyBeanMethods = false)
class FailedRecordsToDo {

    @Bean
    ToDo failedChannelRecords(FailedRecords records) {
        return new ToDo.Of(
                "channels.failed", 25, "link", Permission.CHANNELS_MANAGE, "/channel-accounts", _ -> records.open());
    }
}
