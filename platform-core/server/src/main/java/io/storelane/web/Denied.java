package io.storelane.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

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

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        ErrorPages.send(request, response, new ProblemException(FormProblem.EXPIRED));
    }
}
