package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderChanges;
import io.storelane.order.Orders;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Cancels an order, or some units of it. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}/cancel")
class CancelPage {

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderWords words;
    private final Toasts toasts;

    CancelPage(Orders orders, OrderChanges changes, OrderWords words, Toasts toasts) {
        this.orders = orders;
        this.changes = changes;
        this.words = words;
        this.toasts = toasts;
    }

    @GetMapping
    String ask(@PathVariable UUID id, Model model) {
        return form(id, "", Map.of(), "", model);
    }

    private String form(UUID id, String reason, Map<String, String> units, String problem, Model model) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Orders.Whole whole = orders.order(id);
        model.addAttribute("order", whole.order());
        model.addAttribute(
                "lines",
                whole.lines().stream()
                        .filter(l -> l.parentId() == null && l.open() > 0)
                        .toList());
        model.addAttribute("reason", reason);
        model.addAttribute("units", units);
        model.addAttribute("problem", problem);
        return "order/cancel";
    }

    /**
     * @param whole true to cancel all that is left
     * @param line lines with units to cancel
     * @param units as many as lines: how many of each, empty for none
     */
    @PostMapping
    String cancel(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean whole,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") List<UUID> line,
            @RequestParam(defaultValue = "") List<String> units,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Map<UUID, Long> wanted = new LinkedHashMap<>();
        Map<String, String> typed = new HashMap<>();
        for (int i = 0; i < Math.min(line.size(), units.size()); i++) {
            typed.put(line.get(i).toString(), units.get(i));
            if (!units.get(i).isBlank() && Given.units(units.get(i)) != 0) {
                wanted.put(line.get(i), Given.units(units.get(i)));
            }
        }
        try {
            if (whole) {
                changes.cancel(id, reason);
            } else {
                changes.cancelUnits(id, wanted, reason);
            }
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            response.setStatus(422);
            return form(id, reason, typed, words.problem(e, locale), model);
        }
        toasts.success(redirect, locale, whole ? "order.cancel.done" : "order.cancel.someDone");
        return "redirect:" + Visitor.path("/orders/" + id);
    }
}
