package io.storelane.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * First look at each request: gives it an id, refuses a Host that is not ours, finds the client's address. Whoever is not a
 * trusted proxy cannot choose the address that limits count and the trail shows.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestGuard extends OncePerRequestFilter {

    /** Request attribute: the id, which also stands in logs, in the trail and on error pages. */
    public static final String REQUEST_ID = RequestGuard.class.getName() + ".id";

    /** Request attribute: address of the client. */
    public static final String CLIENT_IP = RequestGuard.class.getName() + ".ip";

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private final WebProperties properties;

    RequestGuard(WebProperties properties) {
        this.properties = properties;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = UUID.randomUUID().toString();
        request.setAttribute(REQUEST_ID, id);
        response.setHeader("X-Request-Id", id);
        request.setAttribute(CLIENT_IP, clientAddress(request));
        // probes come by address, and learn nothing but up or down
        String host = request.getHeader(HttpHeaders.HOST);
        if (!properties.authority().equalsIgnoreCase(host)
                && !request.getRequestURI().startsWith("/actuator/")) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        MDC.put("request.id", id);
        try {
            chain.doFilter(isProbe(request) ? new AnyAnswer(request) : request, response);
        } finally {
            MDC.clear();
        }
    }

    private static boolean isProbe(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/health");
    }

    /** There is one form of this answer; whoever asks for a page gets it too, instead of an error that reads like an outage. */
    private static final class AnyAnswer extends HttpServletRequestWrapper {

        AnyAnswer(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }

    private String clientAddress(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        // a proxy may add a line of its own behind one that the client sent
        String forwarded = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
        if (forwarded.isEmpty() || !properties.trustedProxies().contains(address)) {
            return address;
        }
        String[] hops = forwarded.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!ADDRESS.matcher(hop).matches()) {
                return address;
            }
            address = hop;
            if (!properties.trustedProxies().contains(hop)) {
                return hop;
            }
        }
        return address;
    }
}
