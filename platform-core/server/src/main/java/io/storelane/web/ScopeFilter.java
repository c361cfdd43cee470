package io.storelane.web;

import io.storelane.access.Access;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds scope, person and access for the request, after security has said who it is. Membership and roles are read anew for
 * each request, so that a removal holds at once, in every process. A workspace that does not exist and one whose member the
 * person is not look the same.
 */
@Component
class ScopeFilter extends OncePerRequestFilter {

    enum WorkspaceProblem implements ProblemCode {
        UNKNOWN(Kind.MISSING),
        SUSPENDED(Kind.FORBIDDEN);

        private final Kind kind;

        WorkspaceProblem(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }

    private final VisitorSource source;
    private final RateLimits limits;

    ScopeFilter(VisitorSource source, RateLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        // the API has a filter of its own: keys instead of sessions
        return path.startsWith("/assets/") || path.startsWith("/actuator/") || path.startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Optional<VisitorSource.Found> found = userId().flatMap(id -> source.find(id, slug(request)));
            if (found.isEmpty()) {
                proceed(request, response, chain, Scope.PLATFORM);
                return;
            }
            Visitor visitor = found.get().visitor();
            Access access = found.get().access();
            Visitor.Place place = visitor.place();
            Actor actor = new Actor(
                    visitor.userId(),
                    visitor.name(),
                    String.valueOf(request.getAttribute(RequestGuard.REQUEST_ID)),
                    String.valueOf(request.getAttribute(RequestGuard.CLIENT_IP)));
            ScopedValue.where(Visitor.CURRENT, visitor)
                    .call(() -> actor.call(() -> {
                        if (slug(request).isEmpty() || (isErrorDispatch(request) && access == null)) {
                            proceed(request, response, chain, Scope.PLATFORM);
                        } else if (place == null || access == null) {
                            fail(request, response, WorkspaceProblem.UNKNOWN);
                        } else if (!place.status().equals("active") && !isErrorDispatch(request)) {
                            fail(request, response, WorkspaceProblem.SUSPENDED);
                        } else {
                            MDC.put("tenant.id", place.tenantId().toString());
                            limits.admitted(request, place);
                            access.call(() -> {
                                proceed(request, response, chain, Scope.tenant(new TenantId(place.tenantId())));
                                return true;
                            });
                        }
                        return true;
                    }));
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static boolean isErrorDispatch(HttpServletRequest request) {
        return request.getDispatcherType() == jakarta.servlet.DispatcherType.ERROR;
    }

    private static void fail(HttpServletRequest request, HttpServletResponse response, WorkspaceProblem problem)
            throws IOException {
        ErrorPages.send(request, response, new ProblemException(problem));
    }

    private static void proceed(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Scope scope)
            throws ServletException, IOException {
        try {
            scope.<Boolean, Exception>call(() -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** The workspace in the URL, empty outside of one. */
    static String slug(HttpServletRequest request) {
        Object failed = request.getAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed == null ? request.getRequestURI() : failed.toString();
        if (!path.startsWith("/w/")) {
            return "";
        }
        int end = path.indexOf('/', 3);
        return end < 0 ? path.substring(3) : path.substring(3, end);
    }

    private static Optional<UUID> userId() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn person
                ? Optional.of(person.userId())
                : Optional.empty();
    }
}
