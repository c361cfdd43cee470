package io.storelane.role.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The roles, and one of them. */
@Controller
@RequestMapping("/w/{workspace}/roles")
class RolesPage {

    private final Roles roles;
    private final Toasts toasts;
    private final RolesFile rolesFile;

    RolesPage(Roles roles, Toasts toasts, RolesFile rolesFile) {
        this.rolesFile = rolesFile;
        this.roles = roles;
        this.toasts = toasts;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        model.addAttribute("roles", RolesFile.matching(roles.list(), q, locale));
        model.addAttribute("holders", roles.holders());
        model.addAttribute("q", q.strip());
        model.addAttribute("manage", Access.current().allows(Permission.ROLES_MANAGE));
        return "role/list";
    }

    @GetMapping("/export")
    void export(@RequestParam(defaultValue = "") String q, Download to) throws IOException {
        to.send(rolesFile, new RolesFile.Filter(q.strip()));
    }

    @GetMapping("/{id}")
    String role(@PathVariable UUID id, Model model) {
        RoleView role = roles.role(id);
        Access access = Access.current();
        boolean manage = access.allows(Permission.ROLES_MANAGE);
        model.addAttribute("role", role);
        model.addAttribute("holders", roles.holders().getOrDefault(id, 0));
        model.addAttribute("groups", PermissionGroup.of(role.permissions(), role.permissions()));
        model.addAttribute("manage", manage);
        model.addAttribute("mayCopy", manage && access.holdsAll(role.permissions(), Access.ROOT_PATH));
        return "role/view";
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        try {
            String name = roles.role(id).name();
            roles.delete(id);
            toasts.success(redirect, locale, "role.deleted", name);
            return "redirect:" + Visitor.path("/roles");
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/roles/" + id);
        }
    }
}
