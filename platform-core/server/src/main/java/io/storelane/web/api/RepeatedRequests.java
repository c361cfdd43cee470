package io.storelane.web.api;

import io.storelane.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** A POST with an {@code Idempotency-Key} is carried out once; whoever sends it again gets the answer that it had. */
@Component
class RepeatedRequests {

    static final String HEADER = "Idempotency-Key";

    /** Attribute of a request whose work goes on after the answer. */
    static final String GOES_ON = RepeatedRequests.class.getName() + ".goesOn";

    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);

    private final Repeats repeats;
    private final ObjectProvider<RequestMappingHandlerMapping> mapping;

    RepeatedRequests(
            Repeats repeats,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.repeats = repeats;
        this.mapping = mapping;
    }

    void filter(ApiCaller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws Exception {
        String key = request.getHeader(HEADER);
        if (key == null || !request.getMethod().equals("POST") || !(request instanceof ApiBody body)) {
            chain.doFilter(request, response);
            return;
        }
        if (!key.matches("[\\x21-\\x7e]{1,200}")) {
            throw new ProblemException(ApiProblem.IDEMPOTENCY_KEY);
        }
        var kept = new ContentCachingResponseWrapper(response);
        Repeats.Outcome outcome =
                repeats.once(new Repeats.Request(caller.keyId(), key, hash(body)), !hasOwnTransaction(request), () -> {
                    chain.doFilter(request, kept);
                    return answer(kept, request.getAttribute(GOES_ON) != null);
                });
        if (outcome.repeated()) {
            Repeats.Answer answer = outcome.answer();
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            response.setHeader("Idempotency-Replayed", "true");
            response.getOutputStream().write(answer.body());
        } else {
            kept.copyBodyToResponse();
        }
    }

    private static Repeats.Answer answer(ContentCachingResponseWrapper response, boolean goesOn) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        if (response.getContentType() != null) {
            headers.put(HttpHeaders.CONTENT_TYPE, response.getContentType());
        }
        return new Repeats.Answer(response.getStatus(), headers, response.getContentAsByteArray(), goesOn);
    }

    private boolean hasOwnTransaction(HttpServletRequest request) throws Exception {
        if (request.getRequestURI().startsWith(ApiRules.PLUGINS)) {
            return true; // their code runs elsewhere, and nothing of the server waits for it with a transaction
        }
        HandlerExecutionChain found = handler(request);
        return found != null
                && found.getHandler() instanceof HandlerMethod method
                && method.hasMethodAnnotation(OwnTransaction.class);
    }

    private @Nullable HandlerExecutionChain handler(HttpServletRequest request) {
        try {
            org.springframework.web.util.ServletRequestPathUtils.parseAndCache(request);
            return mapping.getObject().getHandler(request);
        } catch (Exception _) {
            return null; // the dispatcher will say what is wrong
        }
    }

    private static byte[] hash(ApiBody request) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String query = request.getQueryString();
        digest.update((request.getMethod() + " " + request.getRequestURI() + "?" + (query == null ? "" : query) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        request.update(digest);
        return digest.digest();
    }
}
