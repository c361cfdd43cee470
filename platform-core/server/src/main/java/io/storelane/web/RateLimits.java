package io.storelane.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/**
 * How often something may be done. What one client address does with public forms is counted over all servers, in the
 * database. The requests of a workspace are counted by each server for itself: a page must not write a row.
 */
@Component
public class RateLimits {

    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);

    private static final int PRUNED_AT_ONCE = 1000;

    enum RateProblem implements ProblemCode {
        /** One address sends a public form too often. */
        TOO_MANY,
        /** One workspace sends too many requests. */
        BUSY;

        @Override
        public Kind kind() {
            return Kind.TOO_MANY;
        }
    }

    private record Entry(String session, String slug) {}

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> sharedBuckets;
    private final CookieSerializer cookies;
    private final Bandwidth tenantRate;
    private final TimeMeter time;

    private final Cache<String, Bucket> forms;
    private final Cache<UUID, Bucket> tenants;

    /** Workspaces that sessions were let into a moment ago: who is no member cannot use up the rate of one. */
    private final Cache<Entry, UUID> entries =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).build();

    private final Cache<UUID, Boolean> reported =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).build();

    RateLimits(
            PostgreSQLSelectForUpdateBasedProxyManager<String> sharedBuckets,
            CookieSerializer cookies,
            RateProperties properties,
            Clock clock) {
        this.sharedBuckets = sharedBuckets;
        this.cookies = cookies;
        this.time = new ClockTime(clock);
        int perSecond = properties.tenantPerSecond();
        tenantRate = Bandwidth.builder()
                .capacity(properties.tenantBurst())
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build();
        forms = Caffeine.newBuilder()
                .expireAfterAccess(Duration.ofHours(1))
                .maximumSize(100_000)
                .build();
        // a bucket that is full again is as good as a new one
        tenants = Caffeine.newBuilder()
                .expireAfterAccess(Duration.ofSeconds(1 + properties.tenantBurst() / perSecond))
                .build();
    }

    /**
     * Takes one of the times that the address of a request may send a public form, on whichever server.
     *
     * @param what the form
     * @param perHour times that one address may send it in an hour; an IPv6 network of 64 bits counts as one address
     * @throws ProblemException 429 if none is left
     */
    public void take(HttpServletRequest request, String what, int perHour) {
        String key = what + "|" + perHour + "|" + network(String.valueOf(request.getAttribute(RequestGuard.CLIENT_IP)));
        Bandwidth rate = Bandwidth.builder()
                .capacity(perHour)
                .refillGreedy(perHour, Duration.ofHours(1))
                .build();
        // counted here first, so that a flood does not reach the database
        take(forms.get(key, _ -> Bucket.builder().addLimit(rate).build()), RateProblem.TOO_MANY);
        take(
                sharedBuckets.getProxy(
                        key, () -> BucketConfiguration.builder().addLimit(rate).build()),
                RateProblem.TOO_MANY);
    }

    /**
     * Takes a token of a bucket that all servers share.
     *
     * @param key whose it is, how large it is included
     * @param tokens of the full bucket
     * @param per time in which an empty one fills
     * @return empty if there was one; else after what time there will be
     */
    public Optional<Duration> take(String key, int tokens, Duration per) {
        Bandwidth rate =
                Bandwidth.builder().capacity(tokens).refillGreedy(tokens, per).build();
        ConsumptionProbe taken = sharedBuckets
                .getProxy(
                        key, () -> BucketConfiguration.builder().addLimit(rate).build())
                .tryConsumeAndReturnRemaining(1);
        return taken.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(taken.getNanosToWaitForRefill()));
    }

    /**
     * Takes one of the requests of the workspace that is asked for, if the session was let into it a moment ago.
     *
     * @throws ProblemException 429 if none is left
     */
    void take(HttpServletRequest request) {
        UUID tenant = entries.getIfPresent(entry(request, ScopeFilter.slug(request)));
        if (tenant == null) {
            return;
        }
        try {
            take(tenant(tenant), RateProblem.BUSY);
        } catch (ProblemException e) {
            if (reported.asMap().putIfAbsent(tenant, true) == null) {
                log.warn("Workspace {} is over its rate, requests are refused", tenant);
            }
            throw e;
        }
    }

    /**
     * What a workspace may still send to this server.
     *
     * @param quota requests that may come at once after a rest
     * @param window seconds after which all of them are back
     * @param remaining requests that may come now
     * @param refusal what to answer, null if the request was within the rate
     */
    public record Rest(
            long quota,
            long window,
            long remaining,
            @Nullable ProblemException refusal) {}

    /** Takes one of the requests of a workspace. */
    public Rest take(UUID tenant) {
        ConsumptionProbe taken = tenant(tenant).tryConsumeAndReturnRemaining(1);
        return new Rest(
                tenantRate.getCapacity(),
                Math.ceilDiv(tenantRate.getCapacity(), tenantRate.getRefillTokens()),
                taken.getRemainingTokens(),
                taken.isConsumed()
                        ? null
                        : ProblemException.until(Duration.ofNanos(taken.getNanosToWaitForRefill()), RateProblem.BUSY));
    }

    /** The session is a member's; from now on its requests are taken before anything is read for them. */
    void admitted(HttpServletRequest request, Visitor.Place place) {
        if (entries.asMap().put(entry(request, place.slug()), place.tenantId()) == null) {
            tenant(place.tenantId()).tryConsume(1);
        }
    }

    private Entry entry(HttpServletRequest request, String slug) {
        List<String> sessions = cookies.readCookieValues(request);
        return new Entry(sessions.isEmpty() ? "" : sessions.getFirst(), slug);
    }

    /** What is left of a workspace's requests on this server. */
    Bucket tenant(UUID tenant) {
        return tenants.get(
                tenant,
                _ -> Bucket.builder()
                        .addLimit(tenantRate)
                        .withCustomTimePrecision(time)
                        .build());
    }

    /** Forgets addresses whose times are all back. */
    public void prune() {
        while (sharedBuckets.removeExpired(PRUNED_AT_ONCE) == PRUNED_AT_ONCE) {}
    }

    private static void take(Bucket bucket, RateProblem problem) {
        ConsumptionProbe taken = bucket.tryConsumeAndReturnRemaining(1);
        if (!taken.isConsumed()) {
            throw ProblemException.until(Duration.ofNanos(taken.getNanosToWaitForRefill()), problem);
        }
    }

    /** The part of an address that its user cannot choose. */
    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }

    private record ClockTime(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
