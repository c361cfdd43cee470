package io.storelane.inventory.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a button of a page does, and what is said of it on the next page. */
@Component("inventoryButtons")
class Buttons {

    private final Toasts toasts;

    Buttons(Toasts toasts) {
        this.toasts = toasts;
    }

    /** Does the work; a rule that forbids it is shown on the next page, while what is not there goes on to the error page. */
    boolean press(Runnable work, String key, Locale locale, RedirectAttributes redirect) {
        try {
            work.run();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return false;
        }
        toasts.success(redirect, locale, key);
        return true;
    }
}
