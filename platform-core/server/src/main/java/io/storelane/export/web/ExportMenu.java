package io.storelane.export.web;

import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where exports are found: every member sees one's own. */
@Configuration(proxyBeanMethods = false)
class ExportMenu {

    @Bean
    MenuEntry exportsEntry() {
        return new MenuEntry(44, "menu.control", "download", "menu.exports", "/exports", null);
    }
}
