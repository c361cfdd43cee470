package io.storelane.fulfilment.web;

import io.storelane.fulfilment.FulfilmentList;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Texts of fulfilment in the reader's language, and what a button says on the next page. */
@Component
class FulfilmentWords {

    private final MessageSource messages;
    private final Toasts toasts;

    FulfilmentWords(MessageSource messages, Toasts toasts) {
        this.messages = messages;
        this.toasts = toasts;
    }

    String text(String key, Locale locale, Object... args) {
        return messages.getMessage(key, args, locale);
    }

    /** What a problem says: of several faults each. */
    String problem(ProblemException e, Locale locale) {
        if (e.faults().isEmpty()) {
            return text(e.code().messageKey(), locale, e.args());
        }
        return e.faults().stream()
                .map(f -> text(f.code().messageKey(), locale, f.args().toArray()))
                .distinct()
                .collect(java.util.stream.Collectors.joining(" "));
    }

    /** Does the work; what forbids it is said on the next page, while what is not there goes on to the error page. */
    boolean press(Runnable work, String key, Locale locale, RedirectAttributes redirect) {
        try {
            work.run();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            redirect.addFlashAttribute("toastError", problem(e, locale));
            return false;
        }
        toasts.success(redirect, locale, key);
        return true;
    }

    List<Option> options(List<FulfilmentList.Choice> choices, String anyKey, Locale locale) {
        List<Option> options = new ArrayList<>(List.of(new Option("", text(anyKey, locale))));
        choices.forEach(c -> options.add(new Option(c.id().toString(), c.name())));
        return options;
    }
}
