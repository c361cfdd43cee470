package io.storelane.plugin.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the page of plugins is found. */
@Configuration(proxyBeanMethods = false)
class PluginMenu {

    @Bean
    MenuEntry pluginsEntry() {
        return new MenuEntry(47, "menu.control", "puzzle", "menu.plugins", "/plugins", Permission.PLUGINS_MANAGE);
    }
}
