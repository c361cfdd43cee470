package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
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

/** Changes buyer, address, invoice and note. Who may not see personal data changes it blindly: a mask left alone changes nothing. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}/edit")
class EditPage {

    private final Orders orders;
    private final OrderChanges changes;
    private final FormChoices choices;
    private final Toasts toasts;

    EditPage(Orders orders, OrderChanges changes, FormChoices choices, Toasts toasts) {
        this.orders = orders;
        this.changes = changes;
        this.choices = choices;
        this.toasts = toasts;
    }

    @GetMapping
    String show(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.ORDERS_MANAGE);
        OrderView order = orders.order(id).order();
        model.addAttribute("editForm", EditForm.of(order));
        return form(order, false, locale, model);
    }

    /** @param meanwhile true if somebody else changed the order since the form was opened */
    private String form(OrderView order, boolean meanwhile, Locale locale, Model model) {
        model.addAttribute("order", order);
        model.addAttribute("meanwhile", meanwhile);
        model.addAttribute("version", order.version());
        choices.fill(locale, model);
        return "order/edit";
    }

    @PostMapping
    String save(
            @PathVariable UUID id,
            @ModelAttribute EditForm editForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        if (!Faults.submit(form, response, EditForm::field, () -> changes.edit(id, editForm.command()))) {
            Access.current().require(Permission.ORDERS_MANAGE);
            OrderView now = orders.order(id).order();
            return form(now, now.version() != editForm.seen(), locale, model);
        }
        toasts.success(redirect, locale, "order.edit.done");
        return "redirect:" + Visitor.path("/orders/" + id);
    }
}
