package io.storelane.plugin.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.plugin.PluginView;
import io.storelane.plugin.Plugins;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which roles may do what a plugin brings. */
@Controller
@RequestMapping("/w/{workspace}/plugins/{plugin}/roles")
class PluginRolesPage {

    private final Plugins plugins;
    private final Roles roles;
    private final Toasts toasts;

    PluginRolesPage(Plugins plugins, Roles roles, Toasts toasts) {
        this.plugins = plugins;
        this.roles = roles;
        this.toasts = toasts;
    }

    /** A permission of the plugin, for one role. */
    record Item(String value, String label, boolean chosen) {}

    /** A role with all that the plugin brings. */
    record Row(String name, List<Item> items) {}

    @GetMapping
    String form(@PathVariable String plugin, Locale locale, Model model) {
        Access.current().require(Permission.ROLES_MANAGE);
        PluginView view = plugins.find(plugin, locale);
        model.addAttribute("plugin", view);
        model.addAttribute(
                "rows",
                roles.list().stream()
                        .filter(role -> !role.owner())
                        .map(role -> new Row(role.name(), items(view, role, locale)))
                        .toList());
        return "plugin/roles";
    }

    private List<Item> items(PluginView plugin, RoleView role, Locale locale) {
        return plugin.permissions().stream()
                .map(p -> new Item(
                        role.id() + " " + p,
                        plugins.permission(plugin.id(), p, locale),
                        role.brought().contains(p)))
                .toList();
    }

    /** @param given each the id of a role and a permission, with a space between */
    @PostMapping
    String save(
            @PathVariable String plugin,
            @RequestParam(defaultValue = "") List<String> given,
            Locale locale,
            RedirectAttributes redirect) {
        PluginView view = plugins.find(plugin, locale);
        Map<UUID, Set<String>> wanted = new HashMap<>();
        for (RoleView role : roles.list()) {
            Set<String> permissions = new HashSet<>(view.permissions());
            permissions.removeIf(p -> !given.contains(role.id() + " " + p));
            if (!role.owner()) {
                wanted.put(role.id(), permissions);
            }
        }
        try {
            roles.bring(plugin, wanted);
            toasts.success(redirect, locale, "plugin.roles.saved");
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        return "redirect:" + Visitor.path("/plugins/" + plugin);
    }
}
