package io.storelane.plugin.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Products;
import io.storelane.customer.Customers;
import io.storelane.order.OrderList;
import io.storelane.plugin.PluginActions;
import io.storelane.plugin.PluginProblem;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Lets a plugin do something to the rows that were chosen in a list. */
@Controller
@RequestMapping("/w/{workspace}/plugins/actions")
class PluginActionsPage {

    private final PluginActions actions;
    private final OrderList orders;
    private final Products products;
    private final Customers customers;
    private final Toasts toasts;
    private final MessageSource messages;

    PluginActionsPage(
            PluginActions actions,
            OrderList orders,
            Products products,
            Customers customers,
            Toasts toasts,
            MessageSource messages) {
        this.actions = actions;
        this.orders = orders;
        this.products = products;
        this.customers = customers;
        this.toasts = toasts;
        this.messages = messages;
    }

    @PostMapping("/orders")
    String orders(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String pluginAction,
            @RequestParam(defaultValue = "") String back,
            @RequestParam(defaultValue = "false") boolean all,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_MANAGE);
        if (all) { // more than the page shows, which plugins are not given
            toasts.failure(redirect, locale, new ProblemException(PluginProblem.TOO_MANY_ROWS, PluginActions.MOST));
            return back("orders", back);
        }
        return act("orders", pluginAction, orders.changeable(id), back, locale, redirect);
    }

    @PostMapping("/products")
    String products(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String pluginAction,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Map<UUID, String> rows = seen(id, one -> products.product(one).name(locale));
        return act("products", pluginAction, rows, "", locale, redirect);
    }

    @PostMapping("/customers")
    String customers(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String pluginAction,
            @RequestParam(defaultValue = "") String back,
            Locale locale,
            RedirectAttributes redirect) {
        return act("customers", pluginAction, customers.changeable(some(id)), back, locale, redirect);
    }

    /** As many as show that there are too many. */
    private static List<UUID> some(List<UUID> ids) {
        return ids.stream().distinct().limit(PluginActions.MOST + 1L).toList();
    }

    /** Those that the caller sees, with their names. */
    private static Map<UUID, String> seen(List<UUID> ids, Function<UUID, String> name) {
        Map<UUID, String> seen = new LinkedHashMap<>();
        for (UUID id : some(ids)) {
            try {
                seen.put(id, name.apply(id));
            } catch (ProblemException e) {
                if (e.code().kind() != Kind.MISSING) {
                    throw e;
                }
            }
        }
        return seen;
    }

    private String act(
            String list, String code, Map<UUID, String> rows, String back, Locale locale, RedirectAttributes redirect) {
        try {
            PluginActions.Outcome outcome = actions.act(list, code, rows, locale);
            if (outcome.done() > 0) {
                toasts.success(redirect, locale, "plugin.action.done", outcome.done());
            }
            redirect.addFlashAttribute(
                    "failures",
                    outcome.failures().stream().map(f -> said(f, locale)).toList());
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        return back(list, back);
    }

    private static String back(String list, String back) {
        String query = back.startsWith("?") && back.length() > 1 ? back : "";
        return "redirect:" + Visitor.path("/" + list) + query;
    }

    private String said(PluginActions.Failure failure, Locale locale) {
        ProblemException problem = failure.problem();
        String why = problem == null
                ? failure.why()
                : messages.getMessage(problem.code().messageKey(), problem.args(), locale);
        return failure.row() + ": " + why;
    }
}
