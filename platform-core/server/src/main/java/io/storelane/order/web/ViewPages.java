package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.savedview.SavedViews;
import io.storelane.web.Forms;
import io.storelane.web.NameForm;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
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

/** The own views of the list of orders. */
@Controller
@RequestMapping("/w/{workspace}/orders/views")
class ViewPages {

    private final SavedViews views;
    private final Addresses addresses;
    private final Toasts toasts;

    ViewPages(SavedViews views, Addresses addresses, Toasts toasts) {
        this.views = views;
        this.addresses = addresses;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String ask(@ModelAttribute OrdersQuery query, HttpServletRequest request, Model model) {
        Access.current().require(Permission.ORDERS_VIEW);
        model.addAttribute("nameForm", new NameForm(""));
        return form(request, model, query);
    }

    /** The filter is in the address of the form. */
    private String form(HttpServletRequest request, Model model, OrdersQuery query) {
        String page = NameForm.view(
                request,
                model,
                new NameForm.Frame(
                        "order.view.save.title", "", "order.view.save.help", "ui.save", addresses.list(query)));
        model.addAttribute("action", addresses.of("/views/new", query));
        return page;
    }

    @PostMapping("/new")
    String save(
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult form,
            @ModelAttribute OrdersQuery query,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_VIEW);
        if (!Forms.submit(form, response, () -> views.save("order", nameForm.name(), addresses.query(query)))) {
            return form(request, model, query);
        }
        toasts.success(redirect, locale, "order.view.saved", nameForm.name());
        return "redirect:" + addresses.list(query);
    }

    @GetMapping("/{id}/rename")
    String askRename(@PathVariable UUID id, HttpServletRequest request, Model model) {
        Access.current().require(Permission.ORDERS_VIEW);
        model.addAttribute("nameForm", new NameForm(views.view("order", id).name()));
        return renameForm(id, request, model);
    }

    private String renameForm(UUID id, HttpServletRequest request, Model model) {
        SavedViews.View view = views.view("order", id);
        return NameForm.view(
                request,
                model,
                new NameForm.Frame(
                        "order.view.rename.title",
                        view.name(),
                        null,
                        "ui.save",
                        Visitor.path("/orders") + view.query()));
    }

    @PostMapping("/{id}/rename")
    String rename(
            @PathVariable UUID id,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Access.current().require(Permission.ORDERS_VIEW);
        if (!Forms.submit(form, response, () -> views.rename(id, nameForm.name()))) {
            return renameForm(id, request, model);
        }
        return "redirect:" + Visitor.path("/orders") + views.view("order", id).query();
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_VIEW);
        views.delete(id);
        toasts.success(redirect, locale, "order.view.deleted");
        return "redirect:" + Visitor.path("/orders");
    }
}
