package io.storelane.web;

import io.storelane.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away what a workspace sends over its rate, before anything is read for it. */
@Component
class RateFilter extends OncePerRequestFilter {

    private final RateLimits limits;

    RateFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/w/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<UUID> person = ScopeFilter.userId();
        if (person.isPresent()) {
            try {
                limits.take(person.get(), ScopeFilter.slug(request));
            } catch (ProblemException e) {
                ErrorPages.send(request, response, e);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
