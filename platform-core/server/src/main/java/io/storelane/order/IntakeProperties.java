package io.storelane.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are taken in.
 *
 * @param queue orders that may wait in one server, 1 or more
 * @param perTenant orders of one tenant that may wait in one server
 * @param writers threads that write them, each with a connection of its own, 1 or more
 * @param batch orders that one transaction holds at most
 * @param deadline how long an order may wait to be taken up
 * @param careful how long a tenant is treated carefully after its stock fell short
 */
@ConfigurationProperties("storelane.intake")
record IntakeProperties(
        @DefaultValue("4000") int queue,
        @DefaultValue("1000") int perTenant,
        @DefaultValue("2") int writers,
        @DefaultValue("100") int batch,
        @DefaultValue("5s") Duration deadline,
        @DefaultValue("2s") Duration careful) {}
