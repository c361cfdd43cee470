package io.storelane.connector.web;

import io.storelane.access.Permission;
import io.storelane.connector.FailedRecords;
import io.storelane.metric.ToDo;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where accounts on channels are found: menu, command palette, and the home page while something of them failed. */
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

    @Bean
    ToDo failedChannelRecords(FailedRecords records) {
        return new ToDo.Of(
                "channels.failed", 25, "link", Permission.CHANNELS_MANAGE, "/channel-accounts", _ -> records.open());
    }
}
