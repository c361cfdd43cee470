package io.storelane.fulfilment.web;

import io.storelane.access.Permission;
import io.storelane.savedview.ListPage;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of fulfilment are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class FulfilmentMenu {

    @Bean
    MenuEntry workEntry() {
        return new MenuEntry(12, "menu.shop", "device-mobile", "menu.work", "/work", Permission.FULFILMENT_VIEW);
    }

    private static final String SECTION = "menu.shop";

    @Bean
    MenuEntry fulfilmentsEntry() {
        return new MenuEntry(11, SECTION, "package", "menu.fulfilments", "/fulfilments", Permission.FULFILMENT_VIEW);
    }

    @Bean
    MenuEntry handOversEntry() {
        return new MenuEntry(13, SECTION, "users-group", "menu.handOvers", "/hand-overs", Permission.FULFILMENT_VIEW);
    }

    @Bean
    ListPage fulfilmentsList() {
        return ListPage.of(
                "fulfilments", Permission.FULFILMENT_VIEW, "view=open", "q", "location", "assignee", "sort=created");
    }

    @Bean
    ListPage handOversList() {
        return ListPage.of("hand-overs", Permission.FULFILMENT_VIEW, "view=open", "q", "kind", "department");
    }

    @Bean
    PaletteAction fulfilmentSettingsAction() {
        return new PaletteAction("settings", "fulfilment.settings", "/fulfilments/settings", Permission.SETTINGS_VIEW);
    }
}
