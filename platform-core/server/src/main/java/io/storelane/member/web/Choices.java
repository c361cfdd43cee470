package io.storelane.member.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.ui.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the select fields of the forms offer the caller. */
@Component
class Choices {

    private final Roles roles;
    private final Organization organization;
    private final Departments departments;
    private final MessageSource messages;

    Choices(Roles roles, Organization organization, Departments departments, MessageSource messages) {
        this.roles = roles;
        this.organization = organization;
        this.departments = departments;
        this.messages = messages;
    }

    /** Roles that the caller may give somewhere; whether at the chosen place is checked when it is done. */
    List<Option> grantable(Locale locale) {
        List<Option> options = new ArrayList<>(List.of(none("member.choose", locale)));
        Access.current().reach(Permission.MEMBERS_MANAGE).paths().stream()
                .flatMap(path -> roles.grantable(path).stream())
                .map(Choices::option)
                .distinct()
                .forEach(options::add);
        return options;
    }

    /** Roles to filter a list by; none if the caller may not see roles. */
    List<Option> filter(Locale locale) {
        Access access = Access.current();
        if (!access.allows(Permission.MEMBERS_MANAGE) && !access.allows(Permission.ROLES_VIEW)) {
            return List.of();
        }
        List<Option> options = new ArrayList<>(List.of(none("member.allRoles", locale)));
        roles.list().forEach(role -> options.add(option(role)));
        return options;
    }

    /** Places at which the caller may give roles, drawn in as in the tree. */
    List<Option> nodes() {
        List<NodeView> nodes = organization.choices(Permission.MEMBERS_MANAGE);
        int top = nodes.stream().mapToInt(NodeView::depth).min().orElse(0);
        return nodes.stream()
                .map(n -> new Option(n.id().toString(), "\u2003".repeat(n.depth() - top) + n.name()))
                .toList();
    }

    /** Positions of all departments, after the choice of none. */
    List<Option> positions(Locale locale) {
        List<Option> options = new ArrayList<>(List.of(none("member.noPosition", locale)));
        if (Access.current().allows(Permission.ORGANIZATION_VIEW)) {
            departments
                    .list()
                    .forEach(d -> d.positions()
                            .forEach(p -> options.add(new Option(p.id().toString(), d.name() + " · " + p.name()))));
        }
        return options;
    }

    private static Option option(RoleView role) {
        return new Option(role.id().toString(), role.name());
    }

    private Option none(String key, Locale locale) {
        return new Option("", messages.getMessage(key, null, locale));
    }
}
