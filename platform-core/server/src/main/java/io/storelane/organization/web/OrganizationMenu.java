package io.storelane.organization.web;

import io.storelane.access.Permission;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import io.storelane.web.PaletteSource;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of this module stand in the menu and what the palette finds of them. */
@Configuration(proxyBeanMethods = false)
class OrganizationMenu {

    private static final String SECTION = "menu.people";

    @Bean
    MenuEntry organizationEntry() {
        return new MenuEntry(
                30, SECTION, "sitemap", "menu.organization", "/organization", Permission.ORGANIZATION_VIEW);
    }

    @Bean
    MenuEntry departmentsEntry() {
        return new MenuEntry(
                31, SECTION, "briefcase", "menu.departments", "/departments", Permission.ORGANIZATION_VIEW);
    }

    @Bean
    MenuEntry staffEntry() {
        return new MenuEntry(32, SECTION, "id-badge", "menu.staff", "/staff", Permission.STAFF_VIEW);
    }

    @Bean
    PaletteAction addNode() {
        return new PaletteAction("plus", "organization.add", "/organization/new", Permission.ORGANIZATION_MANAGE);
    }

    @Bean
    PaletteAction assignStaff() {
        return new PaletteAction("user-plus", "staff.add", "/staff/new", Permission.STAFF_MANAGE);
    }

    @Bean
    PaletteSource nodeSource(Organization organization) {
        return text -> {
            List<PaletteItem> items = organization.search(text, 8).nodes().stream()
                    .map(OrganizationMenu::item)
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.nodes", items));
        };
    }

    private static PaletteItem item(NodeView node) {
        String city = node.details().city();
        return new PaletteItem(
                NodeTree.icon(node.depth()),
                node.name(),
                Visitor.path("/organization/" + node.id()),
                city.isEmpty() ? null : city);
    }
}
