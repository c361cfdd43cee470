package io.storelane.workspace.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkspaceMenu {

    @Bean
    MenuEntry homeEntry() {
        return new MenuEntry(1, "", "home", "menu.home", "", null);
    }

    @Bean
    MenuEntry settingsEntry() {
        return new MenuEntry(90, "end", "settings", "menu.settings", "/settings", Permission.SETTINGS_VIEW);
    }
}
