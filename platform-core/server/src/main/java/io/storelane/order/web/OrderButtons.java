package io.storelane.order.web;

import io.storelane.order.OrderChanges;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done to an order by a press of a button. */
@Controller
@RequestMapping("/w/{workspace}/orders")
class OrderButtons {

    private final OrderChanges changes;
    private final Toasts toasts;
    private final OrderWords words;

    OrderButtons(OrderChanges changes, Toasts toasts, OrderWords words) {
        this.changes = changes;
        this.toasts = toasts;
        this.words = words;
    }

    @PostMapping("/{id}/release")
    String release(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, () -> changes.release(id), "order.release.done", locale, redirect);
    }

    @PostMapping("/{id}/allocate")
    String allocate(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, () -> changes.allocate(id), "order.allocate.done", locale, redirect);
    }

    @PostMapping("/{id}/tasks/{task}/done")
    String done(@PathVariable UUID id, @PathVariable UUID task, Locale locale, RedirectAttributes redirect) {
        return press(id, () -> changes.resolveTask(id, task), "order.task.finished", locale, redirect);
    }

    @PostMapping("/{id}/notes")
    String note(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String text,
            Locale locale,
            RedirectAttributes redirect) {
        return press(id, () -> changes.note(id, text), "order.note.done", locale, redirect);
    }

    private String press(UUID id, Runnable work, String key, Locale locale, RedirectAttributes redirect) {
        try {
            work.run();
            toasts.success(redirect, locale, key);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            redirect.addFlashAttribute("toastError", words.problem(e, locale));
        }
        return "redirect:" + Visitor.path("/orders/" + id);
    }
}
