package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderList;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.web.ActionForm.Field;
import io.storelane.order.web.ActionForm.Frame;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Small forms of an order: hold, tags, assignee. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}")
class ActionPages {

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderList list;
    private final OrderWords words;
    private final Toasts toasts;

    ActionPages(Orders orders, OrderChanges changes, OrderList list, OrderWords words, Toasts toasts) {
        this.orders = orders;
        this.changes = changes;
        this.list = list;
        this.words = words;
        this.toasts = toasts;
    }

    /** The order, if the caller may change it. */
    private OrderView order(UUID id) {
        Access.current().require(Permission.ORDERS_MANAGE);
        return orders.order(id).order();
    }

    private static String page(UUID id) {
        return Visitor.path("/orders/" + id);
    }

    private String done(UUID id, String key, Locale locale, RedirectAttributes redirect) {
        toasts.success(redirect, locale, key);
        return "redirect:" + page(id);
    }

    @GetMapping("/hold")
    String askHold(@PathVariable UUID id, HttpServletRequest request, Model model) {
        model.addAttribute("actionForm", ActionForm.EMPTY);
        return holdForm(order(id), request, model);
    }

    private static String holdForm(OrderView order, HttpServletRequest request, Model model) {
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order.hold.title",
                        order.number(),
                        null,
                        "order.hold",
                        page(order.id()),
                        List.of(Field.text("text", "order.hold.reason", false))));
    }

    @PostMapping("/hold")
    String hold(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        if (!Forms.submit(form, response, () -> changes.hold(id, actionForm.text()))) {
            return holdForm(order(id), request, model);
        }
        return done(id, "order.hold.done", locale, redirect);
    }

    @GetMapping("/tags")
    String askTags(@PathVariable UUID id, HttpServletRequest request, Model model) {
        OrderView order = order(id);
        model.addAttribute(
                "actionForm",
                new ActionForm(null, null, null, null, null, null, null, String.join(", ", order.tags()), null));
        return tagsForm(order, request, model);
    }

    private static String tagsForm(OrderView order, HttpServletRequest request, Model model) {
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order.tag.title",
                        order.number(),
                        null,
                        "ui.save",
                        page(order.id()),
                        List.of(Field.text("tags", "order.tags", false).help("order.tag.help"))));
    }

    @PostMapping("/tags")
    String tags(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        List<String> tags = Arrays.asList(actionForm.tags().split("[,，]", -1));
        if (!Forms.submit(form, response, () -> changes.tag(id, tags))) {
            return tagsForm(order(id), request, model);
        }
        return done(id, "order.tag.done", locale, redirect);
    }

    @GetMapping("/assignee")
    String askAssignee(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        OrderView order = order(id);
        UUID now = order.assigneeId();
        model.addAttribute(
                "actionForm",
                new ActionForm(null, null, null, null, null, null, null, null, now == null ? "" : now.toString()));
        return assigneeForm(order, request, locale, model);
    }

    private String assigneeForm(OrderView order, HttpServletRequest request, Locale locale, Model model) {
        List<Option> people = new ArrayList<>(List.of(new Option("", words.text("order.nobody", locale))));
        list.assignees().forEach(p -> people.add(new Option(p.id().toString(), p.name())));
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order.assign.title",
                        order.number(),
                        null,
                        "ui.save",
                        page(order.id()),
                        List.of(Field.choice("assignee", "order.assignee", people))));
    }

    @PostMapping("/assignee")
    String assign(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        if (!Forms.submit(form, response, () -> changes.assign(id, Given.id(actionForm.assignee())))) {
            return assigneeForm(order(id), request, locale, model);
        }
        return done(id, "order.assign.done", locale, redirect);
    }
}
