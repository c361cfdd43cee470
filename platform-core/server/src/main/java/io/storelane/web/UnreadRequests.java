package io.storelane.web;

import io.storelane.problem.ProblemCode;
import io.storelane.web.api.ApiProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers what the container refuses before anything of ours sees it, such as an encoded slash in the address or a header that
 * is too long: with a problem document below {@code /api/}, as far as the address can be read, and else with a plain page.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class UnreadRequests implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Logger log = LoggerFactory.getLogger(UnreadRequests.class);

    private final Problems problems;
    private final Refusals refusals;

    UnreadRequests(Problems problems, Refusals refusals) {
        this.problems = problems;
        this.refusals = refusals;
    }

    /** The last valve answers first: the container's own finds an answer and adds nothing. */
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Report()));
    }

    private final class Report extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            AtomicBoolean open = new AtomicBoolean();
            response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
            if (response.getStatus() < 400
                    || response.getContentWritten() > 0
                    || !open.get()
                    || !response.setErrorReported()) {
                return;
            }
            try {
                answer(request, response);
                response.finishResponse();
            } catch (IOException e) {
                log.debug("Nobody takes the answer", e);
            }
        }
    }

    private void answer(Request request, Response response) throws IOException {
        int status = response.getStatus();
        String id = UUID.randomUUID().toString();
        request.setAttribute(RequestGuard.REQUEST_ID, id);
        response.setHeader("X-Request-Id", id);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Locale locale = WebConfiguration.nearest(request.getLocale());
        String address = request.getRequestURI();
        if (address != null && address.startsWith("/api/")) {
            problems.write(request, response.getResponse(), status, code(status), locale);
            return;
        }
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'");
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        int known = status == 404 || status == 500 ? status : status == 503 ? 500 : 400;
        String icon = known == 404 ? "map-pin" : known == 500 ? "alert-triangle" : "help";
        response.getResponse().getWriter().write(refusals.page(known, icon, "ui.error." + known + ".text", locale));
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 404 -> ApiProblem.UNKNOWN_PATH;
            case 405 -> ApiProblem.METHOD_NOT_ALLOWED;
            case 500 -> ApiProblem.FAILED;
            case 503 -> ApiProblem.UNAVAILABLE;
            default -> ApiProblem.UNREADABLE;
        };
    }
}
