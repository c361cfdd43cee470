package io.storelane.web;

import io.storelane.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away what a workspace sends over its rate, before anything is read for it. */
class RateFilter extends OncePerRequestFilter {

    private final RateLimits limits;
    private final Refusals refusals;

    RateFilter(RateLimits limits, Refusals refusals) {
        this.limits = limits;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/w/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            limits.take(request);
        } catch (ProblemException e) {
            refusals.answer(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }
}
