package io.storelane.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.web.api.ApiErrors;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;

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
    private final Problems problems;

    ErrorPages(MessageSource messages, Problems problems) {
        this.messages = messages;
        this.problems = problems;
    }

    @ExceptionHandler
    ModelAndView problem(ProblemException e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (Problems.areWanted(request)) {
            return new ModelAndView((_, _, to) -> problems.write(request, to, e, locale));
        }
        ProblemCode code = e.code();
        String text = messages.getMessage(code.messageKey(), e.args(), locale);
        e.retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Problems.wholeSeconds(wait)));
        return answer(code.kind().status(), text, request, response);
    }

    @ExceptionHandler
    ModelAndView other(Exception e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (Problems.isApi(request)) {
            ProblemException problem = ApiErrors.problem(e, response);
            if (problem.code().kind() == Kind.FAILED) {
                log.error("Request failed", e);
            }
            return problem(problem, request, response, locale);
        }
        int status = switch (e) {
            case MaxUploadSizeExceededException _ -> 413;
            case InvalidParameterException form -> form.getErrorCode(); // too large, or no UTF-8
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
        return answer(status, "", request, response);
    }

    /** Ends a request that a filter refuses: the container then asks for {@code /error}. */
    static void send(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        request.setAttribute(PROBLEM, problem);
        response.sendError(problem.code().kind().status());
    }

    /** Errors that never reached a controller. */
    @RequestMapping("/error")
    ModelAndView error(HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (request.getAttribute(PROBLEM) instanceof ProblemException problem) {
            return problem(problem, request, response, locale);
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int code = status instanceof Integer number ? number : 404;
        return Problems.isApi(request)
                ? problem(ApiErrors.problem(code), request, response, locale)
                : answer(code, "", request, response);
    }

    private ModelAndView answer(int status, String text, HttpServletRequest request, HttpServletResponse response) {
        if (Problems.areWanted(request)) {
            return new ModelAndView((_, _, to) -> problems.write(request, to, status));
        }
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ModelAndView page = new ModelAndView("error/error-page", HttpStatus.valueOf(status));
        page.addObject("status", status);
        page.addObject("text", text);
        page.addObject("requestId", String.valueOf(request.getAttribute(RequestGuard.REQUEST_ID)));
        page.addObject("theme", ShellAdvice.theme(request));
        page.addObject("requestPath", "/");
        page.addObject("posted", "POST".equals(request.getMethod()));
        page.addObject("back", CameFrom.path(request));
        page.addObject("signedIn", Visitor.ifPresent().isPresent());
        return page;
    }
}
