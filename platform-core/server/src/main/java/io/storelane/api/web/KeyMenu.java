package io.storelane.api.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of keys are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class KeyMenu {

    @Bean
    MenuEntry keysEntry() {
        return new MenuEntry(45, "menu.control", "key", "menu.keys", "/keys", Permission.API_KEYS_MANAGE);
    }

    @Bean
    PaletteAction makeKeyAction() {
        return new PaletteAction("key", "apikey.new.title", "/keys/new", Permission.API_KEYS_MANAGE);
    }
}
