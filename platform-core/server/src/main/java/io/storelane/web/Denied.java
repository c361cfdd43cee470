package io.storelane.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** What security refuses: above all a form whose protection is missing or too old. */
@Component
class Denied implements AccessDeniedHandler {

    enum FormProblem implements ProblemCode {
        EXPIRED;

        @Override
        public Kind kind() {
            return Kind.FORBIDDEN;
        }
    }

    private final HandlerExceptionResolver errors;

    Denied(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.errors = errors;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
        Scope.PLATFORM.run(
                () -> errors.resolveException(request, response, null, new ProblemException(FormProblem.EXPIRED)));
    }
}
