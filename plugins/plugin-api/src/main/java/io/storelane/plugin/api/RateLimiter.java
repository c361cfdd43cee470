package io.storelane.plugin.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Service {@code limiter}: how often something may be done, counted over all servers together, for each workspace and key apart. A bucket
 * of tokens that fills evenly.
 *
 * <pre>{@code
 * Optional<Duration> wait = limiter.take("orders-api", 20, Duration.ofSeconds(1));
 * if (wait.isPresent()) return; // the next run goes on
 * }</pre>
 */
public interface RateLimiter {

    /**
     * Takes a token.
     *
     * @param key 1 to 100 characters
     * @param tokens of the full bucket, 1 to 100,000
     * @param per time in which an empty one fills, a second to a day
     * @return empty if there was one; else after what time there will be
     */
    Optional<Duration> take(String key, int tokens, Duration per);
}
