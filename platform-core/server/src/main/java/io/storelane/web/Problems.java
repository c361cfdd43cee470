package io.storelane.web;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents (RFC 9457), in the caller's language. */
@Component
public class Problems {

    /** Begins each problem's type; what follows is the module and the case. */
    public static final String TYPES = "https://storelane.io/problems/";

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final MessageSource messages;
    private final JsonMapper json;

    Problems(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /** Stable name of a case without its beginning, such as {@code organization/node-name-taken}. */
    public static String name(ProblemCode code) {
        return name(code.messageKey());
    }

    /** The same of a case that was kept by the key of its text. */
    public static String name(String key) {
        return (key.startsWith("problem.") ? key.substring("problem.".length()) : "invalid." + key)
                .replace('.', '/')
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }

    /** Answers with the problem. */
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemException problem, Locale locale)
            throws IOException {
        ProblemCode code = problem.code();
        response.setStatus(code.kind().status());
        problem.retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wholeSeconds(wait)));
        List<Fault> faults = new ArrayList<>(problem.faults());
        if (faults.isEmpty() && !code.field().isEmpty()) {
            String place = WITH_BODY.contains(request.getMethod()) ? "/" + code.field() : code.field();
            faults.add(Fault.of(code, place, problem.args()));
        }
        Map<String, Object> document =
                document(code.kind().status(), code, text(key(code, request), problem.args(), locale), request);
        if (!faults.isEmpty()) {
            document.put(
                    "errors",
                    faults.stream().map(f -> error(f, request, locale)).toList());
        }
        write(response, document);
    }

    private Map<String, Object> error(Fault fault, HttpServletRequest request, Locale locale) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("field", fault.path());
        error.put("code", name(fault.code()));
        error.put("detail", text(key(fault.code(), request), fault.args().toArray(), locale));
        return error;
    }

    private static String key(ProblemCode code, HttpServletRequest request) {
        return isApi(request) ? code.programKey() : code.messageKey();
    }

    private String text(String key, Object[] args, Locale locale) {
        return messages.getMessage(key, args, locale);
    }

    /** Answers with a status that is all there is to say. */
    void write(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        write(response, document(status, null, "", request));
    }

    /** Answers with a status and words that somebody else has for it. */
    public void write(HttpServletRequest request, HttpServletResponse response, int status, String detail)
            throws IOException {
        response.setStatus(status);
        write(response, document(status, null, detail, request));
    }

    /** Answers with this problem and the status that the server found itself. */
    void write(HttpServletRequest request, HttpServletResponse response, int status, ProblemCode code, Locale locale)
            throws IOException {
        response.setStatus(status);
        write(response, document(status, code, text(code.programKey(), new Object[0], locale), request));
    }

    private static Map<String, Object> document(
            int status, @Nullable ProblemCode code, String text, HttpServletRequest request) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", code == null ? "about:blank" : TYPES + name(code));
        document.put("title", HttpStatus.valueOf(status).getReasonPhrase());
        document.put("status", status);
        if (!text.isEmpty()) {
            document.put("detail", text);
        }
        document.put("instance", "urn:uuid:" + request.getAttribute(RequestGuard.REQUEST_ID));
        return document;
    }

    private void write(HttpServletResponse response, Map<String, Object> document) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getWriter().write(json.writeValueAsString(document));
    }

    /** Rounded up: who comes at the second named is not too early. */
    static String wholeSeconds(Duration wait) {
        return String.valueOf(wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /** True if the caller wants no page. */
    static boolean areWanted(HttpServletRequest request) {
        if (isApi(request) || request.getRequestURI().startsWith("/operator/")) {
            return true;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }

    public static boolean isApi(HttpServletRequest request) {
        Object failed = request.getAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI);
        return (failed == null ? request.getRequestURI() : failed.toString()).startsWith("/api/");
    }
}
