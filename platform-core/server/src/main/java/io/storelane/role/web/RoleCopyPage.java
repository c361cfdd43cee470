package io.storelane.role.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.Forms;
import io.storelane.web.NameForm;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Copies a role under a new name, asked for in the drawer or on a page. */
@Controller
@RequestMapping("/w/{workspace}/roles/{id}/copy")
class RoleCopyPage {

    private final Roles roles;
    private final Toasts toasts;
    private final MessageSource messages;

    RoleCopyPage(Roles roles, Toasts toasts, MessageSource messages) {
        this.roles = roles;
        this.toasts = toasts;
        this.messages = messages;
    }

    @GetMapping
    String show(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        Access.current().require(Permission.ROLES_MANAGE);
        RoleView role = roles.role(id);
        String name = messages.getMessage("role.copy.name", new Object[] {role.name()}, locale);
        model.addAttribute("nameForm", new NameForm(name));
        return view(role, request, model);
    }

    @PostMapping
    String copy(
            @PathVariable UUID id,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        AtomicReference<UUID> copy = new AtomicReference<>();
        if (!Forms.submit(result, response, () -> copy.set(roles.copy(id, nameForm.name())))) {
            return view(roles.role(id), request, model);
        }
        toasts.success(redirect, locale, "role.added", nameForm.name());
        return "redirect:" + Visitor.path("/roles/" + copy.get());
    }

    private static String view(RoleView role, HttpServletRequest request, Model model) {
        String page = Visitor.path("/roles/" + role.id());
        return NameForm.view(
                request,
                model,
                new NameForm.Frame("role.copy.title", role.name(), "role.copy.help", "role.copy", page));
    }
}
