package io.storelane.web;

import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns whatever went wrong into a page, a toast for a part of a page, or a problem document (RFC 9457), in the reader's
 * language. Nothing of an exception is ever shown, only the id of the request.
 */
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);

    private static final String PROBLEM = ErrorPages.class.getName() + ".problem";

    private final MessageSource messages;
    private final JsonMapper json;

    ErrorPages(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    @ExceptionHandler
    ModelAndView problem(ProblemException e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        ProblemCode code = e.code();
        String text = messages.getMessage(code.messageKey(), e.args(), locale);
        e.retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wholeSeconds(wait)));
        return answer(code.kind().status(), code, text, request, response);
    }

    @ExceptionHandler
    ModelAndView tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request, HttpServletResponse response) {
        return answer(413, null, "", request, response);
    }

    @ExceptionHandler
    ModelAndView other(Exception e, HttpServletRequest request, HttpServletResponse response) {
        int status = switch (e) {
            case MethodArgumentTypeMismatchException _ -> 404; // an id that is none names nothing
            case ErrorResponse known -> known.getStatusCode().value();
            case org.springframework.web.multipart.MultipartException _ -> 400;
            case org.springframework.security.web.firewall.RequestRejectedException _ -> 400;
            case CannotCreateTransactionException _ -> 503;
            case org.springframework.orm.ObjectOptimisticLockingFailureException _ -> 409;
            case org.springframework.dao.ConcurrencyFailureException _ -> 409;
            case DataAccessException _ -> 500;
            default -> 500;
        };
        if (status >= 500) {
            log.error("Request failed", e);
        }
        return answer(status, null, "", request, response);
    }

    /** Ends a request that a filter refuses: the container then asks for {@code /error}. */
    static void send(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        request.setAttribute(PROBLEM, problem);
        response.sendError(problem.code().kind().status());
    }

    /** Rounded up: who comes at the second named is not too early. */
    static String wholeSeconds(Duration wait) {
        return String.valueOf(wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /** Errors that never reached a controller. */
    @RequestMapping("/error")
    ModelAndView error(HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (request.getAttribute(PROBLEM) instanceof ProblemException problem) {
            return problem(problem, request, response, locale);
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return answer(status instanceof Integer code ? code : 404, null, "", request, response);
    }

    private ModelAndView answer(
            int status,
            @org.jspecify.annotations.Nullable ProblemCode code,
            String text,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String id = String.valueOf(request.getAttribute(RequestGuard.REQUEST_ID));
        if (wantsJson(request)) {
            return new ModelAndView((_, _, to) -> write(to, document(status, code, text, id)));
        }
        ModelAndView page = new ModelAndView("error/error-page", HttpStatus.valueOf(status));
        page.addObject("status", status);
        page.addObject("text", text);
        page.addObject("requestId", id);
        page.addObject("theme", ShellAdvice.theme(request));
        page.addObject("requestPath", "/");
        return page;
    }

    /** The problem as RFC 9457 has it. */
    static Map<String, Object> document(
            int status, @org.jspecify.annotations.Nullable ProblemCode code, String text, String id) {
        Map<String, Object> document = new java.util.LinkedHashMap<>();
        document.put("type", code == null ? "about:blank" : "urn:storelane:" + code.messageKey());
        document.put("title", HttpStatus.valueOf(status).getReasonPhrase());
        document.put("status", status);
        if (!text.isEmpty()) {
            document.put("detail", text);
        }
        if (code != null && !code.field().isEmpty()) {
            document.put("errors", List.of(Map.of("field", code.field(), "detail", text)));
        }
        document.put("instance", "urn:uuid:" + id);
        return document;
    }

    private void write(HttpServletResponse response, Map<String, Object> document) throws IOException {
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(json.writeValueAsString(document));
    }

    static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }
}
