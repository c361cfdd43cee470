package io.storelane.order.web;

import io.storelane.order.OrderChanges;
import io.storelane.order.OrderList;
import io.storelane.order.Orders;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done to orders by a press of a button: to one, or to those chosen in the list. */
@Controller
@RequestMapping("/w/{workspace}/orders")
class OrderButtons {

    /** More than a page of the list shows is not chosen. */
    private static final int MOST = 50;

    private static final Map<String, String> SAID = Map.of(
            "hold", "order.bulk.held",
            "release", "order.bulk.released",
            "cancel", "order.bulk.cancelled",
            "tag", "order.bulk.tagged",
            "assign", "order.bulk.assigned");

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderList list;
    private final Toasts toasts;
    private final MessageSource messages;

    OrderButtons(Orders orders, OrderChanges changes, OrderList list, Toasts toasts, MessageSource messages) {
        this.orders = orders;
        this.changes = changes;
        this.list = list;
        this.toasts = toasts;
        this.messages = messages;
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
            redirect.addFlashAttribute("toastError", text(e, locale));
        }
        return "redirect:" + Visitor.path("/orders/" + id);
    }

    private String text(ProblemException e, Locale locale) {
        if (e.faults().isEmpty()) {
            return messages.getMessage(e.code().messageKey(), e.args(), locale);
        }
        var fault = e.faults().getFirst();
        return messages.getMessage(fault.code().messageKey(), fault.args().toArray(), locale);
    }

    /**
     * Does one thing to all chosen orders, one by one, and says of each that stays as it was why.
     *
     * @param back the filter of the list to go back to
     */
    @PostMapping("/bulk")
    String bulk(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String back,
            Locale locale,
            RedirectAttributes redirect) {
        io.storelane.access.Access.current().require(io.storelane.access.Permission.ORDERS_MANAGE);
        List<UUID> chosen = id.stream().distinct().limit(MOST).toList();
        Map<UUID, String> numbers = list.numbers(chosen);
        List<String> failures = new ArrayList<>();
        int done = 0;
        for (UUID one : chosen) {
            String number = numbers.getOrDefault(one, "–");
            try {
                act(one, action, tag, assignee);
                done++;
            } catch (ProblemException e) {
                failures.add(number + ": " + text(e, locale));
            }
        }
        if (done > 0 && SAID.containsKey(action)) {
            toasts.success(redirect, locale, SAID.get(action), done);
        }
        redirect.addFlashAttribute("failures", failures);
        return "redirect:" + Visitor.path("/orders") + (back.startsWith("?") && back.length() > 1 ? back : "");
    }

    private void act(UUID id, String action, String tag, String assignee) {
        switch (action) {
            case "hold" -> changes.hold(id, "");
            case "release" -> changes.release(id);
            case "cancel" -> changes.cancel(id, "");
            case "assign" -> changes.assign(id, Given.id(assignee));
            case "tag" -> {
                List<String> tags = new ArrayList<>(orders.order(id).order().tags());
                tags.add(tag);
                changes.tag(id, tags);
            }
            default -> throw new ProblemException(io.storelane.order.OrderProblem.NOT_FOUND);
        }
    }
}
