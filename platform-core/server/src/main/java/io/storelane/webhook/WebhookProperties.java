package io.storelane.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries are sent.
 *
 * @param inFlight sent to one receiver at a time by this server, 1 or more; two while it has been failing for a minute
 * @param firstRetry wait after the first failure; four times as long after each further one, 8 hours at most
 * @param attempts tries until a delivery is given up, 1 or more
 * @param disableAfter a receiver that took nothing for so long is switched off
 * @param keep how long deliveries that are over can be seen and sent again
 */
@ConfigurationProperties("storelane.webhook")
record WebhookProperties(
        @DefaultValue("64") int inFlight,
        @DefaultValue("5s") Duration firstRetry,
        @DefaultValue("10") int attempts,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("30d") Duration keep) {}
