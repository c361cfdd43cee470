package io.storelane.role.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

    record CopyForm(@NotBlank @Size(max = 200) String name) {

        CopyForm(@Nullable String name) {
            this.name = name == null ? "" : name;
        }
    }

    @GetMapping
    String show(@PathVariable UUID id, HttpServletRequest request, Locale locale, Model model) {
        Access.current().require(Permission.ROLES_MANAGE);
        RoleView role = roles.role(id);
        String name = messages.getMessage("role.copy.name", new Object[] {role.name()}, locale);
        model.addAttribute("role", role);
        model.addAttribute("copyForm", new CopyForm(name));
        return "true".equals(request.getHeader("HX-Request")) ? "role/copy-drawer" : "role/copy";
    }

    @PostMapping
    String copy(
            @PathVariable UUID id,
            @Valid @ModelAttribute CopyForm copyForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        AtomicReference<UUID> copy = new AtomicReference<>();
        if (!Forms.submit(result, response, () -> copy.set(roles.copy(id, copyForm.name())))) {
            model.addAttribute("role", roles.role(id));
            return "role/copy";
        }
        toasts.success(redirect, locale, "role.added", copyForm.name());
        return "redirect:" + Visitor.path("/roles/" + copy.get());
    }
}
