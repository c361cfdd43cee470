package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
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
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Payments and refunds of an order. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}")
class MoneyPages {

    private final Orders orders;
    private final OrderPayments payments;
    private final OrderWords words;
    private final Toasts toasts;

    MoneyPages(Orders orders, OrderPayments payments, OrderWords words, Toasts toasts) {
        this.orders = orders;
        this.payments = payments;
        this.words = words;
        this.toasts = toasts;
    }

    private OrderView order(UUID id) {
        Access.current().require(Permission.PAYMENTS_MANAGE);
        return orders.order(id).order();
    }

    private String form(OrderView order, String kind, HttpServletRequest request, Locale locale, Model model) {
        List<Option> methods = Stream.of("alipay", "wechat", "card", "bank", "cash", "other")
                .map(m -> new Option(m, words.method(m, locale)))
                .toList();
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order." + kind + ".title",
                        order.number(),
                        null,
                        "order." + kind,
                        Visitor.path("/orders/" + order.id()),
                        List.of(
                                Field.text("amount", "order.pay.amount", true),
                                Field.choice("method", "order.pay.method", methods),
                                Field.text("reference", "order.pay.reference", false)
                                        .help("order.pay.reference.help"))));
    }

    private static ActionForm amount(OrderView order, long minor) {
        return new ActionForm(null, Amounts.format(minor, order.currency()), null, null, null, null, null, null, null);
    }

    private static PlaceOrder.Payment payment(ActionForm typed, OrderView order, BindingResult form) {
        long amount = Amounts.parse(typed.amount(), order.currency()).orElse(0L);
        if (amount == 0) {
            form.rejectValue("amount", "order.amount.invalid");
        }
        return new PlaceOrder.Payment(typed.method(), typed.reference(), amount, null);
    }

    @GetMapping("/payment")
    String askPayment(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        OrderView order = order(id);
        model.addAttribute("actionForm", amount(order, order.due()));
        return form(order, "pay", request, locale, model);
    }

    @PostMapping("/payment")
    String pay(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        OrderView order = order(id);
        PlaceOrder.Payment payment = payment(actionForm, order, form);
        if (!Forms.submit(form, response, () -> payments.pay(id, payment))) {
            return form(order, "pay", request, locale, model);
        }
        toasts.success(redirect, locale, "order.pay.done");
        return "redirect:" + Visitor.path("/orders/" + id);
    }

    @GetMapping("/refund")
    String askRefund(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        OrderView order = order(id);
        model.addAttribute("actionForm", amount(order, order.refundable()));
        return form(order, "refund", request, locale, model);
    }

    @PostMapping("/refund")
    String refund(
            @PathVariable UUID id,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        OrderView order = order(id);
        PlaceOrder.Payment refund = payment(actionForm, order, form);
        if (!Forms.submit(form, response, () -> payments.refund(id, refund))) {
            return form(order, "refund", request, locale, model);
        }
        toasts.success(redirect, locale, "order.refund.done");
        return "redirect:" + Visitor.path("/orders/" + id);
    }
}
