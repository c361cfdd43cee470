package io.storelane.audit.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the audit trail is found. */
@Configuration(proxyBeanMethods = false)
class AuditMenu {

    @Bean
    MenuEntry auditEntry() {
        return new MenuEntry(41, "menu.control", "history", "menu.audit", "/audit", Permission.AUDIT_VIEW);
    }
}
