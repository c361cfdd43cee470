package io.storelane.connector.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where accounts on channels are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class AccountMenu {

    @Bean
    MenuEntry channelAccountsEntry() {
        return new MenuEntry(
                25, "menu.shop", "link", "menu.channelAccounts", "/channel-accounts", Permission.CHANNELS_MANAGE);
    }

    @Bean
    PaletteAction connectChannel() {
        return new PaletteAction("plus", "connector.add", "/channel-accounts/new", Permission.CHANNELS_MANAGE);
    }
}
