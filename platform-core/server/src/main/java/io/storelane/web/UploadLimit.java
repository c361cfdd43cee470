package io.storelane.web;

import io.storelane.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a form with a file that says it is larger than files may be there, before any of it is read. Tables that are imported may
 * be large; the container's own limit is theirs.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class UploadLimit extends OncePerRequestFilter {

    private static final long MEGABYTE = 1024 * 1024;
    /** What else a form with a file may hold. */
    private static final long FORM = 64 * 1024;

    private static final long USUAL = 10;
    private static final long TABLE = 100;

    private final Refusals refusals;

    UploadLimit(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type != null && type.startsWith("multipart/")) {
            boolean table = request.getRequestURI().endsWith("/imports/new");
            long most = table ? TABLE : USUAL;
            if (request.getContentLengthLong() > most * MEGABYTE + FORM) {
                response.setHeader("Connection", "close");
                refusals.answer(
                        request,
                        response,
                        new ProblemException(table ? UploadProblem.TABLE_TOO_LARGE : UploadProblem.TOO_LARGE));
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
