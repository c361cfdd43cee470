package io.storelane.role.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleProblem;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes a role and changes one. */
@Controller
@RequestMapping("/w/{workspace}/roles")
class RoleFormPage {

    private final Roles roles;
    private final Toasts toasts;

    RoleFormPage(Roles roles, Toasts toasts) {
        this.roles = roles;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String add(Model model) {
        Access.current().require(Permission.ROLES_MANAGE);
        RoleForm form = new RoleForm("", "", List.of(), "0");
        model.addAttribute("roleForm", form);
        return form(null, form, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute RoleForm roleForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        AtomicReference<UUID> made = new AtomicReference<>();
        if (!Forms.submit(
                result,
                response,
                () -> made.set(roles.create(roleForm.name(), roleForm.description(), roleForm.allowed())))) {
            return form(null, roleForm, model);
        }
        toasts.success(redirect, locale, "role.added", roleForm.name());
        return "redirect:" + Visitor.path("/roles/" + made.get());
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Model model) {
        Access.current().require(Permission.ROLES_MANAGE);
        RoleView role = roles.role(id);
        if (role.system()) {
            throw new ProblemException(RoleProblem.FIXED);
        }
        RoleForm form = RoleForm.of(role);
        model.addAttribute("roleForm", form);
        return form(role, form, model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute RoleForm roleForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        RoleView role = roles.role(id);
        if (!Forms.submit(
                result,
                response,
                () -> roles.change(
                        id,
                        Long.parseLong(roleForm.version()),
                        roleForm.name(),
                        roleForm.description(),
                        roleForm.allowed()))) {
            return form(role, roleForm, model);
        }
        toasts.success(redirect, locale, "role.changed", roleForm.name());
        return "redirect:" + Visitor.path("/roles/" + id);
    }

    private static String form(@org.jspecify.annotations.Nullable RoleView role, RoleForm form, Model model) {
        model.addAttribute("role", role);
        model.addAttribute("groups", PermissionGroup.of(form.allowed(), role == null ? Set.of() : role.permissions()));
        return "role/form";
    }
}
