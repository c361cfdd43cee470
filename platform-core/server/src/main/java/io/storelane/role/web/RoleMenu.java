package io.storelane.role.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of this module stand in the menu and the palette. */
@Configuration(proxyBeanMethods = false)
class RoleMenu {

    @Bean
    MenuEntry rolesEntry() {
        return new MenuEntry(34, "menu.people", "shield", "menu.roles", "/roles", Permission.ROLES_VIEW);
    }

    @Bean
    PaletteAction newRole() {
        return new PaletteAction("plus", "role.add", "/roles/new", Permission.ROLES_MANAGE);
    }
}
