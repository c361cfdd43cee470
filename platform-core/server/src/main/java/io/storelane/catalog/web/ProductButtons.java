package io.storelane.catalog.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a button of a page does, and what is said of it on the next page. */
@Component
class ProductButtons {

    private final Toasts toasts;

    ProductButtons(Toasts toasts) {
        this.toasts = toasts;
    }

    /**
     * Does the work; a rule that forbids it is shown on the next page, while what is not there or not allowed goes on to the
     * error page.
     *
     * @param key message for when it went well
     * @param page the next page, below the workspace
     */
    String press(Runnable work, String key, String page, Locale locale, RedirectAttributes redirect) {
        try {
            work.run();
            toasts.success(redirect, locale, key);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
        }
        return "redirect:" + Visitor.path(page);
    }
}
