package io.storelane.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests one workspace may send, counted by each server for itself.
 *
 * @param tenantPerSecond requests a second that may go on for ever, 1 to 1,000,000
 * @param tenantBurst requests that may come at once after a rest, 1 to 1,000,000
 */
@ConfigurationProperties("storelane.rate")
record RateProperties(
        @DefaultValue("50") int tenantPerSecond,
        @DefaultValue("200") int tenantBurst) {

    private static final int MAX = 1_000_000;

    RateProperties {
        if (tenantPerSecond < 1 || tenantPerSecond > MAX || tenantBurst < 1 || tenantBurst > MAX) {
            throw new IllegalArgumentException("A rate is 1 to " + MAX + ".");
        }
    }
}
