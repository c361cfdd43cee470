package io.storelane.savedview.web;

import io.storelane.access.Access;
import io.storelane.savedview.ListPage;
import io.storelane.savedview.SavedViews;
import io.storelane.web.Forms;
import io.storelane.web.NameForm;
import io.storelane.web.Toasts;
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

/** Keeps what a list shows as an own view, renames one, deletes one. */
@Controller
@RequestMapping("/w/{workspace}/{list}/views")
class ViewPages {

    private final SavedViews views;
    private final ListAddresses addresses;
    private final Toasts toasts;

    ViewPages(SavedViews views, ListAddresses addresses, Toasts toasts) {
        this.views = views;
        this.addresses = addresses;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String ask(@PathVariable String list, HttpServletRequest request, Model model) {
        ListPage page = allowed(list);
        model.addAttribute("nameForm", new NameForm(""));
        return form(page, request, model);
    }

    /** What the view shows is in the address of the form. */
    private String form(ListPage page, HttpServletRequest request, Model model) {
        String query = addresses.query(page, request);
        String view = NameForm.view(
                request,
                model,
                new NameForm.Frame(
                        "view.save.title", "", "view.save.help", "ui.save", ListAddresses.path(page) + query));
        model.addAttribute("action", request.getRequestURI() + query);
        return view;
    }

    @PostMapping("/new")
    String save(
            @PathVariable String list,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        ListPage page = allowed(list);
        String query = addresses.query(page, request);
        if (!Forms.submit(form, response, () -> views.save(page.name(), nameForm.name(), query))) {
            return form(page, request, model);
        }
        toasts.success(redirect, locale, "view.saved", nameForm.name());
        return "redirect:" + ListAddresses.path(page) + query;
    }

    @GetMapping("/{id}/rename")
    String askRename(@PathVariable String list, @PathVariable UUID id, HttpServletRequest request, Model model) {
        ListPage page = allowed(list);
        model.addAttribute("nameForm", new NameForm(views.view(page.name(), id).name()));
        return renameForm(page, id, request, model);
    }

    private String renameForm(ListPage page, UUID id, HttpServletRequest request, Model model) {
        SavedViews.View view = views.view(page.name(), id);
        return NameForm.view(
                request,
                model,
                new NameForm.Frame(
                        "view.rename.title", view.name(), null, "ui.save", ListAddresses.path(page) + view.query()));
    }

    @PostMapping("/{id}/rename")
    String rename(
            @PathVariable String list,
            @PathVariable UUID id,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        ListPage page = allowed(list);
        SavedViews.View view = views.view(page.name(), id);
        if (!Forms.submit(form, response, () -> views.rename(id, nameForm.name()))) {
            return renameForm(page, id, request, model);
        }
        return "redirect:" + ListAddresses.path(page) + view.query();
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable String list, @PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        ListPage page = allowed(list);
        views.delete(id);
        toasts.success(redirect, locale, "view.deleted");
        return "redirect:" + ListAddresses.path(page);
    }

    private ListPage allowed(String list) {
        ListPage page = addresses.list(list);
        Access.current().require(page.permission());
        return page;
    }
}
