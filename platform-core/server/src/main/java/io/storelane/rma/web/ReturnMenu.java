package io.storelane.rma.web;

import io.storelane.access.Permission;
import io.storelane.rma.ReturnList;
import io.storelane.savedview.ListPage;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import io.storelane.web.PaletteSource;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of returns are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class ReturnMenu {

    private static final int FOUND = 8;

    @Bean
    MenuEntry returnsEntry() {
        return new MenuEntry(14, "menu.shop", "refresh", "menu.returns", "/returns", Permission.RETURNS_VIEW);
    }

    @Bean
    PaletteAction returnSettingsAction() {
        return new PaletteAction("settings", "rma.settings", "/returns/settings", Permission.SETTINGS_VIEW);
    }

    @Bean
    ListPage returnsList() {
        return ListPage.of(
                "returns",
                Permission.RETURNS_VIEW,
                "view=all",
                "q",
                "resolution",
                "reason",
                "location",
                "from",
                "to",
                "sort=-created");
    }

    @Bean
    PaletteSource returnSource(ReturnList returns) {
        return text -> {
            List<PaletteItem> items = returns.search(text, FOUND).stream()
                    .map(r ->
                            new PaletteItem("refresh", r.number(), Visitor.path("/returns/" + r.id()), r.orderNumber()))
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.returns", items));
        };
    }
}
