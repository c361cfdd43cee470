package io.storelane.web.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import io.storelane.web.Problems;
import io.storelane.web.RateLimits;
import io.storelane.web.RequestGuard;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Lets a request of the API in: takes one of the workspace's requests, finds who comes with the key, reads the body up to its
 * limit, and binds scope, actor and access. The key's access is read anew for each request, so a change holds at once.
 */
@Component
public class ApiFilter extends OncePerRequestFilter {

    /** What everybody may read; who comes with a key reads of the workspace's plugins, too. */
    static final String DOCUMENT = "/api/v1/openapi.json";

    private static final Logger log = LoggerFactory.getLogger(ApiFilter.class);

    private static final String BEARER = "bearer ";

    private static final int WRONG_KEYS_PER_MINUTE = 60;

    private final ApiCallers callers;
    private final RateLimits limits;
    private final Problems problems;
    private final LocaleResolver locales;
    private final RepeatedRequests repeated;

    /** Workspaces of keys that were good a moment ago: over the rate, nothing is read for them. */
    private final Cache<Integer, Known> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(100_000)
            .build();

    private final Cache<String, Integer> wrong = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(100_000)
            .build();

    private record Known(String token, UUID tenant) {}

    ApiFilter(
            ApiCallers callers,
            RateLimits limits,
            Problems problems,
            LocaleResolver localeResolver,
            RepeatedRequests repeated) {
        this.callers = callers;
        this.limits = limits;
        this.problems = problems;
        this.locales = localeResolver;
        this.repeated = repeated;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(DOCUMENT) && request.getHeader(HttpHeaders.AUTHORIZATION) == null;
    }

    /** The {@code Idempotency-Key} of the running request. */
    public static @Nullable String idempotencyKey(HttpServletRequest request) {
        return request.getHeader(RepeatedRequests.HEADER);
    }

    /** Says of the running request that its work goes on after the answer, so nobody knows yet what was done. */
    public static void goesOn(HttpServletRequest request) {
        request.setAttribute(RepeatedRequests.GOES_ON, true);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ApiCaller caller = caller(request, response);
            try (ApiBody read = ApiBody.read(request)) {
                carryOut(caller, read, response, chain);
            }
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.UNAUTHENTICATED) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"storelane\"");
            }
            refuse(request, response, e);
        } catch (ServletException | IOException e) {
            throw e;
        } catch (Exception e) {
            ProblemException problem = ApiErrors.problem(e, response);
            if (problem.code().kind() == Kind.FAILED) {
                log.error("Request failed", e);
            }
            refuse(request, response, problem);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        response.resetBuffer();
        problems.write(request, response, problem, locales.resolveLocale(request));
    }

    private ApiCaller caller(HttpServletRequest request, HttpServletResponse response) {
        String token = token(request);
        Known before = known.getIfPresent(token.hashCode());
        boolean taken = before != null && before.token().equals(token);
        if (before != null && taken) {
            take(before.tenant(), response);
        }
        ApiCaller caller = find(token, String.valueOf(request.getAttribute(RequestGuard.CLIENT_IP)));
        if (!taken) {
            known.put(token.hashCode(), new Known(token, caller.tenant().value()));
            take(caller.tenant().value(), response);
        }
        if (!caller.status().equals("active")) {
            throw new ProblemException(ApiProblem.SUSPENDED);
        }
        return caller;
    }

    private static String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new ProblemException(ApiProblem.KEY_MISSING);
        }
        return header.substring(BEARER.length()).strip();
    }

    private ApiCaller find(String token, String address) {
        Integer tries = wrong.getIfPresent(address);
        if (tries != null && tries >= WRONG_KEYS_PER_MINUTE) {
            throw ProblemException.until(Duration.ofMinutes(1), ApiProblem.TOO_MANY_WRONG_KEYS);
        }
        try {
            return callers.find(token);
        } catch (ProblemException e) {
            known.invalidate(token.hashCode());
            if (e.code() == ApiProblem.KEY_UNKNOWN) {
                wrong.asMap().merge(address, 1, Integer::sum);
            }
            throw e;
        }
    }

    /** Headers as draft-ietf-httpapi-ratelimit-headers has them. */
    private void take(UUID tenant, HttpServletResponse response) {
        RateLimits.Rest rest = limits.take(tenant);
        response.setHeader("RateLimit-Policy", "\"workspace\";q=%d;w=%d".formatted(rest.quota(), rest.window()));
        long missing = rest.quota() - rest.remaining();
        response.setHeader(
                "RateLimit",
                "\"workspace\";r=%d;t=%d"
                        .formatted(rest.remaining(), Math.ceilDiv(missing * rest.window(), rest.quota())));
        if (rest.refusal() != null) {
            throw rest.refusal();
        }
    }

    private void carryOut(ApiCaller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws Exception {
        MDC.put("tenant.id", caller.tenant().toString());
        var actor = new Actor(
                caller.madeBy(),
                caller.actorName(),
                String.valueOf(request.getAttribute(RequestGuard.REQUEST_ID)),
                String.valueOf(request.getAttribute(RequestGuard.CLIENT_IP)));
        actor.call(() -> caller.call(() -> caller.stamp()
                .call(() -> Scope.tenant(caller.tenant()).<Boolean, Exception>call(() -> {
                    repeated.filter(caller, request, response, chain);
                    return true;
                }))));
    }
}
