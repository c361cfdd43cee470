package io.storelane.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Counts what one client address does with public forms. Each server counts for itself. */
@Component
public class RateLimits {

    enum RateProblem implements ProblemCode {
        TOO_MANY;

        @Override
        public Kind kind() {
            return Kind.TOO_MANY;
        }
    }

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofHours(1))
            .maximumSize(100_000)
            .build();

    /**
     * Takes one of the allowed times.
     *
     * @param what what is counted
     * @param perHour times that one address may do it in an hour
     * @throws ProblemException 429 if none is left
     */
    public void take(HttpServletRequest request, String what, int perHour) {
        String key = what + "|" + request.getAttribute(RequestGuard.CLIENT_IP);
        Bucket bucket = buckets.get(
                key,
                _ -> Bucket.builder()
                        .addLimit(l -> l.capacity(perHour).refillGreedy(perHour, Duration.ofHours(1)))
                        .build());
        if (!bucket.tryConsume(1)) {
            throw new ProblemException(RateProblem.TOO_MANY);
        }
    }
}
