package io.storelane.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which plugins are let in, and how much room one has.
 *
 * @param keys public keys of the platform, id to Base64 of X.509 (Ed25519); a jar that none of them signed is not loaded
 * @param operatorToken opens {@code /operator/v1}; empty = closed
 * @param folder of this server alone: the jars that it runs
 * @param maxSize bytes of a jar
 * @param threads of one plugin, in one server
 * @param patience for one page or call of a plugin
 * @param start for the start of a plugin
 * @param drain for calls that run when a plugin is stopped
 * @param look how often a server looks what it should run
 * @param firstRetry of an event that a plugin did not take; then twice as long each time
 * @param attempts after which an event is given up
 * @param install a jar to install at start, by the command of that name
 */
@ConfigurationProperties("storelane.plugin")
record PluginProperties(
        @DefaultValue Map<String, String> keys,
        @DefaultValue("") String operatorToken,
        @DefaultValue("data/plugins") Path folder,
        @DefaultValue("50000000") int maxSize,
        @DefaultValue("8") int threads,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("60s") Duration start,
        @DefaultValue("10s") Duration drain,
        @DefaultValue("2s") Duration look,
        @DefaultValue("2s") Duration firstRetry,
        @DefaultValue("10") int attempts,
        @DefaultValue("") String install) {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** How long to wait before what a plugin did not take is tried again. @param attempts so far */
    Duration retryAfter(int attempts) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 20));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
