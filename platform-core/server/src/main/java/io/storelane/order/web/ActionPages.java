package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderList;
import io.storelane.order.OrderPayments;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Small forms of an order: hold, tags, assignee, payment, refund. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}")
class ActionPages {

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final OrderList list;
    private final OrderWords words;
    private final Toasts toasts;

    ActionPages(
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            OrderList list,
            OrderWords words,
            Toasts toasts) {
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.list = list;
        this.words = words;
        this.toasts = toasts;
    }

    /**
     * One of the forms.
     *
     * @param begun what stands in it at first
     * @param check puts errors at fields that cannot be read
     * @param work what is done with what was typed
     */
    private record Small(
            Frame frame,
            ActionForm begun,
            BiConsumer<ActionForm, BindingResult> check,
            Consumer<ActionForm> work,
            String doneKey) {

        Small(Frame frame, ActionForm begun, Consumer<ActionForm> work, String doneKey) {
            this(frame, begun, (_, _) -> {}, work, doneKey);
        }
    }

    @GetMapping({"/hold", "/tags", "/assignee", "/payment", "/refund"})
    String ask(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        Small small = small(id, request, locale);
        model.addAttribute("actionForm", small.begun());
        return ActionForm.view(request, model, small.frame());
    }

    @PostMapping({"/hold", "/tags", "/assignee", "/payment", "/refund"})
    String act(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Small small = small(id, request, locale);
        small.check().accept(actionForm, form);
        if (!Forms.submit(form, response, () -> small.work().accept(actionForm))) {
            return ActionForm.view(request, model, small.frame());
        }
        toasts.success(redirect, locale, small.doneKey());
        return "redirect:" + Visitor.path("/orders/" + id);
    }

    /** The form that the address names, if the caller may do what it does. */
    private Small small(UUID id, HttpServletRequest request, Locale locale) {
        String uri = request.getRequestURI();
        String name = uri.substring(uri.lastIndexOf('/') + 1);
        boolean money = name.equals("payment") || name.equals("refund");
        Access.current().require(money ? Permission.PAYMENTS_MANAGE : Permission.ORDERS_MANAGE);
        OrderView order = orders.order(id).order();
        return switch (name) {
            case "hold" -> hold(order);
            case "tags" -> tags(order);
            case "assignee" -> assignee(order, locale);
            case "payment" -> money(order, "pay", order.due(), (p, v) -> payments.pay(id, v, p), locale);
            default ->
                money(
                        order,
                        "refund",
                        order.toRefund() > 0 ? order.toRefund() : order.refundable(),
                        (p, v) -> payments.refund(id, v, p),
                        locale);
        };
    }

    private static Frame frame(OrderView order, String titleKey, String submitKey, Field... fields) {
        return new Frame(
                titleKey,
                order.number(),
                null,
                submitKey,
                Visitor.path("/orders/" + order.id()),
                Arrays.asList(fields));
    }

    private Small hold(OrderView order) {
        return new Small(
                frame(order, "order.hold.title", "order.hold", Field.text("text", "order.hold.reason", false)),
                ActionForm.EMPTY,
                typed -> changes.hold(order.id(), typed.text()),
                "order.hold.done");
    }

    private Small tags(OrderView order) {
        return new Small(
                frame(
                        order,
                        "order.tag.title",
                        "ui.save",
                        Field.text("tags", "order.tags", false).help("order.tag.help")),
                new ActionForm(null, null, null, null, null, null, null, String.join(", ", order.tags()), null, null),
                typed -> changes.tag(order.id(), Arrays.asList(typed.tags().split("[,，]", -1))),
                "order.tag.done");
    }

    private Small assignee(OrderView order, Locale locale) {
        List<Option> people = new ArrayList<>(List.of(new Option("", words.text("order.nobody", locale))));
        list.assignees(order.path()).forEach(p -> people.add(new Option(p.id().toString(), p.name())));
        String now = Optional.ofNullable(order.assigneeId()).map(UUID::toString).orElse("");
        return new Small(
                frame(order, "order.assign.title", "ui.save", Field.choice("assignee", "order.assignee", people)),
                new ActionForm(null, null, null, null, null, null, null, null, now, null),
                typed -> changes.assign(order.id(), Given.id(typed.assignee())),
                "order.assign.done");
    }

    /**
     * @param verb {@code pay} or {@code refund}, in the keys of its messages
     * @param proposed minor units
     */
    private Small money(
            OrderView order,
            String verb,
            long proposed,
            BiConsumer<PlaceOrder.Payment, @Nullable Long> work,
            Locale locale) {
        return new Small(
                frame(
                        order,
                        "order." + verb + ".title",
                        "order." + verb,
                        Field.text("amount", "order.pay.amount", true),
                        Field.choice("method", "order.pay.method", words.methods(locale)),
                        Field.text("reference", "order.pay.reference", false).help("order.pay.reference.help")),
                new ActionForm(
                        null,
                        Amounts.format(proposed, order.currency()),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Long.toString(order.version())),
                (typed, form) -> {
                    if (amount(typed, order) == 0) {
                        form.rejectValue("amount", "order.amount.invalid");
                    }
                },
                typed -> work.accept(
                        new PlaceOrder.Payment(typed.method(), typed.reference(), amount(typed, order), null),
                        version(typed)),
                "order." + verb + ".done");
    }

    /** Minor units; 0 for what is no amount. */
    private static long amount(ActionForm typed, OrderView order) {
        return Amounts.parse(typed.amount(), order.currency()).orElse(0L);
    }

    /** What was seen when the form was opened: in two tabs the same money would be recorded twice. Null if it does not say. */
    private static @Nullable Long version(ActionForm typed) {
        return typed.version().matches("\\d{1,18}") ? Long.valueOf(typed.version()) : null;
    }
}
