package io.storelane.notification.web;

import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where notifications are found beside the bell. */
@Configuration(proxyBeanMethods = false)
class NotificationMenu {

    @Bean
    MenuEntry notificationsEntry() {
        return new MenuEntry(40, "menu.control", "bell", "menu.notifications", "/notifications", null);
    }
}
