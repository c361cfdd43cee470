package io.storelane.catalog.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Tables of amounts that are saved as a whole: fields are named by kind, list or channel, and variant. */
@Component
class Cells {

    private final Toasts toasts;
    private final MessageSource messages;

    Cells(Toasts toasts, MessageSource messages) {
        this.toasts = toasts;
        this.messages = messages;
    }

    /**
     * What was typed.
     *
     * @param texts by field, as it was
     * @param amounts by variant, minor units; null for a field left empty
     * @param wrong by field, why it is no amount
     */
    record Typed(Map<String, String> texts, Map<UUID, @Nullable Long> amounts, Map<String, String> wrong) {}

    Typed read(HttpServletRequest request, String kind, UUID owner, String currency, Locale locale) {
        Typed typed = new Typed(new HashMap<>(), new LinkedHashMap<>(), new HashMap<>());
        String start = kind + "." + owner + ".";
        request.getParameterMap().forEach((name, values) -> {
            UUID variant = name.startsWith(start) ? id(name.substring(start.length())) : null;
            if (variant == null) {
                return;
            }
            typed.texts().put(name, values[0]);
            try {
                typed.amounts().put(variant, Amounts.parse(values[0], currency));
            } catch (ProblemException e) {
                typed.wrong().put(name, text(e, locale));
            }
        });
        return typed;
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Saves if nothing is wrong. @return what is wrong; null if it was saved */
    @Nullable String save(Typed typed, Runnable work, Locale locale) {
        if (!typed.wrong().isEmpty()) {
            return messages.getMessage(
                    "prices.wrong", new Object[] {typed.wrong().size()}, locale);
        }
        try {
            work.run();
            return null;
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            return text(e, locale);
        }
    }

    void saved(RedirectAttributes redirect, Locale locale) {
        toasts.success(redirect, locale, "prices.saved");
    }

    private String text(ProblemException e, Locale locale) {
        return messages.getMessage(e.code().messageKey(), e.args(), locale);
    }
}
