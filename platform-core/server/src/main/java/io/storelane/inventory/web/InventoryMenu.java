package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.catalog.SkuView;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.inventory.StockList;
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
import org.springframework.context.i18n.LocaleContextHolder;

/** Where the pages of stock and locations are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class InventoryMenu {

    private static final String SECTION = "menu.shop";

    @Bean
    MenuEntry stockEntry() {
        return new MenuEntry(20, SECTION, "building-warehouse", "menu.stock", "/stock", Permission.STOCK_VIEW);
    }

    @Bean
    MenuEntry transfersEntry() {
        return new MenuEntry(21, SECTION, "truck", "menu.transfers", "/transfers", Permission.STOCK_VIEW);
    }

    @Bean
    MenuEntry locationsEntry() {
        return new MenuEntry(22, SECTION, "map-pin", "menu.locations", "/locations", Permission.STOCK_VIEW);
    }

    @Bean
    MenuEntry routingEntry() {
        return new MenuEntry(23, SECTION, "sitemap", "menu.routing", "/routing", Permission.SETTINGS_VIEW);
    }

    @Bean
    PaletteAction receiveAction() {
        return new PaletteAction("plus", "stock.receive.title", "/stock/receive", Permission.STOCK_MANAGE);
    }

    @Bean
    PaletteAction countAction() {
        return new PaletteAction("list", "stock.count.title", "/stock/count", Permission.STOCK_MANAGE);
    }

    @Bean
    PaletteAction transferAction() {
        return new PaletteAction("truck", "transfer.new", "/transfers/new", Permission.STOCK_MANAGE);
    }

    @Bean
    ListPage stockLevelsList() {
        return ListPage.of("stock", Permission.STOCK_VIEW, "q", "state", "location", "node", "sort=sku");
    }

    @Bean
    ListPage locationsList() {
        return ListPage.of("locations", Permission.STOCK_VIEW, "q", "kind", "node", "state", "sort=code");
    }

    @Bean
    PaletteSource locationSource(Locations locations) {
        return text -> group(
                "palette.locations",
                locations.search(text).stream().map(InventoryMenu::item).toList());
    }

    @Bean
    PaletteSource stockSource(StockList stock) {
        return text -> group(
                "palette.stock",
                stock.search(text).stream().map(InventoryMenu::item).toList());
    }

    private static Optional<PaletteGroup> group(String key, List<PaletteItem> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup(key, items));
    }

    private static PaletteItem item(LocationView l) {
        return new PaletteItem("map-pin", l.name(), Visitor.path("/locations/" + l.id()), l.code());
    }

    private static PaletteItem item(SkuView i) {
        return new PaletteItem(
                "building-warehouse",
                i.sku(),
                Visitor.path("/stock/" + i.id()),
                i.title(LocaleContextHolder.getLocale()));
    }
}
