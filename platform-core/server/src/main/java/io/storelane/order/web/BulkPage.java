package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.order.OrderBulk;
import io.storelane.order.OrderBulk.Action;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Does one thing to the orders that were chosen in the list. */
@Controller
class BulkPage {

    private final OrderBulk bulk;
    private final OrderWords words;
    private final Toasts toasts;

    BulkPage(OrderBulk bulk, OrderWords words, Toasts toasts) {
        this.bulk = bulk;
        this.words = words;
        this.toasts = toasts;
    }

    /**
     * A few orders are changed at once, and of each that stays as it was the list says why; for more a job begins, whose page
     * shows how far it is.
     *
     * @param all true for all orders that the list shows on all its pages
     * @param back the filter of the list, to go back to
     */
    @PostMapping("/w/{workspace}/orders/bulk")
    String bulk(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String back,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Action wanted = Action.of(action);
        String value = switch (wanted) {
            case TAG -> tag;
            case ASSIGN -> assignee;
            default -> "";
        };
        String query = back.startsWith("?") && back.length() > 1 ? back : "";
        try {
            Bulk.Outcome outcome = all
                    ? bulk.actOnAll(wanted, value, OrdersQuery.of(query).filter(zone))
                    : bulk.act(wanted, value, id);
            if (outcome.job() != null) {
                return "redirect:" + Visitor.path("/jobs/" + outcome.job());
            }
            said(wanted, outcome, locale, redirect);
        } catch (ProblemException e) {
            redirect.addFlashAttribute("toastError", words.problem(e, locale));
        }
        return "redirect:" + Visitor.path("/orders") + query;
    }

    private void said(Action action, Bulk.Outcome outcome, Locale locale, RedirectAttributes redirect) {
        if (outcome.done() > 0) {
            toasts.success(redirect, locale, "order.bulk." + action.code(), outcome.done());
        }
        redirect.addFlashAttribute(
                "failures",
                outcome.failures().stream()
                        .map(f -> f.number() + ": " + words.problem(f.why(), locale))
                        .toList());
    }
}
