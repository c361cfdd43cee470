package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnBulk;
import io.storelane.rma.ReturnBulk.Action;
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

/** Does one thing to the returns that were chosen in the list. */
@Controller
class ReturnBulkPage {

    private final ReturnBulk bulk;
    private final ReturnWords words;
    private final Toasts toasts;

    ReturnBulkPage(ReturnBulk bulk, ReturnWords words, Toasts toasts) {
        this.bulk = bulk;
        this.words = words;
        this.toasts = toasts;
    }

    /**
     * A few returns are changed at once, and of each that stays as it was the list says why; for more a job begins, whose page shows
     * how far it is.
     *
     * @param all true for all returns that the list shows on all its pages
     * @param back the filter of the list, to go back to
     */
    @PostMapping("/w/{workspace}/returns/bulk")
    String bulk(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String location,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String back,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.RETURNS_MANAGE);
        String query = back.startsWith("?") && back.length() > 1 ? back : "";
        try {
            Action wanted = Action.of(action);
            String value = switch (wanted) {
                case APPROVE -> location;
                case REFUSE -> reason.strip();
                case CLOSE -> "";
                case ASSIGN -> assignee;
            };
            Bulk.Outcome outcome = all
                    ? bulk.actOnAll(wanted, value, ReturnsQuery.of(query).filter(zone))
                    : bulk.act(wanted, value, id);
            if (outcome.job() != null) {
                return "redirect:" + Visitor.path("/jobs/" + outcome.job());
            }
            said(wanted, outcome, locale, redirect);
        } catch (ProblemException e) {
            redirect.addFlashAttribute("toastError", words.problem(e, locale));
        }
        return "redirect:" + Visitor.path("/returns") + query;
    }

    private void said(Action action, Bulk.Outcome outcome, Locale locale, RedirectAttributes redirect) {
        if (outcome.done() > 0) {
            toasts.success(redirect, locale, "rma.bulk." + action.code(), outcome.done());
        }
        redirect.addFlashAttribute(
                "failures",
                outcome.failures().stream()
                        .map(f -> f.number() + ": " + words.problem(f.why(), locale))
                        .toList());
    }
}
