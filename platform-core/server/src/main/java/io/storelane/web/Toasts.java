package io.storelane.web;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The short word after something was done, shown on the next page. */
@Component
public class Toasts {

    private final MessageSource messages;

    Toasts(MessageSource messages) {
        this.messages = messages;
    }

    /** Shows the message as done well on the page that is redirected to. */
    public void success(RedirectAttributes redirect, Locale locale, String key, Object... args) {
        redirect.addFlashAttribute("toast", messages.getMessage(key, args, locale));
    }

    /** Does it, and shows on the page that is redirected to that it is done, or why not. */
    public void tell(RedirectAttributes redirect, Locale locale, Runnable work, String key, Object... args) {
        try {
            work.run();
        } catch (io.storelane.problem.ProblemException e) {
            failure(redirect, locale, e);
            return;
        }
        success(redirect, locale, key, args);
    }

    /** Shows what the problem says on the page that is redirected to. */
    public void failure(RedirectAttributes redirect, Locale locale, io.storelane.problem.ProblemException problem) {
        redirect.addFlashAttribute(
                "toastError", messages.getMessage(problem.code().messageKey(), problem.args(), locale));
    }
}
