package io.storelane.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How consumers read the log.
 *
 * @param workers tenants that this server serves at a time, 1 or more
 * @param firstRetry wait before a failed event is tried again; doubled with each try, five minutes at most
 * @param attempts tries of an event before it is given up, 1 or more
 * @param patience time until events are taken that no consumer needs at once
 * @param alarmAge age of an open writing transaction from which on the server warns
 */
@ConfigurationProperties("storelane.event")
record EventProperties(
        @DefaultValue("4") int workers,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("8") int attempts,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("10s") Duration alarmAge) {}
