package io.storelane.webhook.web;

import io.storelane.access.Permission;
import io.storelane.savedview.ListPage;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of webhooks are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class WebhookMenu {

    @Bean
    MenuEntry webhooksEntry() {
        return new MenuEntry(46, "menu.control", "send", "menu.webhooks", "/webhooks", Permission.WEBHOOKS_MANAGE);
    }

    @Bean
    ListPage deliveriesList() {
        return ListPage.of("webhook-deliveries", Permission.WEBHOOKS_MANAGE, "q", "webhook", "state", "from", "until");
    }

    @Bean
    PaletteAction addWebhookAction() {
        return new PaletteAction("send", "webhook.add", "/webhooks/new", Permission.WEBHOOKS_MANAGE);
    }

    @Bean
    PaletteAction deliveriesAction() {
        return new PaletteAction("send", "delivery.title", "/webhook-deliveries", Permission.WEBHOOKS_MANAGE);
    }
}
