package io.storelane.http;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server calls others.
 *
 * @param allow addresses that may be called though they are not public, and without TLS; for trials on one machine, where
 *     database and identity provider are on it too
 * @param connectTimeout until a receiver takes the connection
 * @param timeout for the whole call
 */
@ConfigurationProperties("storelane.http")
record HttpProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration timeout) {}
