package io.storelane.dataset.web;

import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where imports are found; the page offers what the person may import. */
@Configuration(proxyBeanMethods = false)
class ImportMenu {

    @Bean
    MenuEntry importsEntry() {
        return new MenuEntry(43, "menu.control", "file-import", "menu.imports", "/imports", null);
    }
}
