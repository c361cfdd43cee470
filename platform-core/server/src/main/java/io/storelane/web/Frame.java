package io.storelane.web;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import io.storelane.web.api.ApiCaller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** What pages that are not drawn by this server's own dispatcher need of it: the frame, the caller, and the end with a problem. */
@Component
public class Frame {

    private final ShellAdvice shell;

    Frame(ShellAdvice shell) {
        this.shell = shell;
    }

    /** Puts what layouts read into the request, where templates look for variables too. */
    public void prepare(HttpServletRequest request) {
        shell.frame(request, request::setAttribute);
    }

    /** Ends the request with the page, or the document, of this problem. */
    public void fail(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        ErrorPages.send(request, response, problem);
    }

    /** Work of this caller that another thread will do: in its scope, as its actor, with its access. */
    public static <T extends @Nullable Object> Callable<T> carry(Callable<T> work) {
        Scope scope = Scope.current();
        Actor actor = Actor.current();
        Optional<Visitor> visitor = Visitor.ifPresent();
        Optional<ApiCaller> program = ApiCaller.known();
        Access access = Access.isBound() ? Access.current() : null;
        Map<String, String> context =
                Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        return () -> {
            MDC.setContextMap(context);
            try {
                Callable<T> asked =
                        program.isEmpty() ? work : () -> program.get().call(work::call);
                Callable<T> known = access == null ? asked : () -> access.call(asked::call);
                Callable<T> seen = visitor.isEmpty()
                        ? known
                        : () -> ScopedValue.where(Visitor.CURRENT, visitor.get())
                                .call(known::call);
                return scope.call(() -> actor.call(seen::call));
            } finally {
                MDC.clear();
            }
        };
    }
}
