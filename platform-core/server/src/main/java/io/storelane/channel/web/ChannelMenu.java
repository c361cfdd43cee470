package io.storelane.channel.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of channels are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class ChannelMenu {

    @Bean
    MenuEntry channelsEntry() {
        return new MenuEntry(
                24, "menu.shop", "building-store", "menu.channels", "/channels", Permission.CHANNELS_MANAGE);
    }

    @Bean
    PaletteAction addChannel() {
        return new PaletteAction("plus", "channel.add", "/channels/new", Permission.CHANNELS_MANAGE);
    }
}
