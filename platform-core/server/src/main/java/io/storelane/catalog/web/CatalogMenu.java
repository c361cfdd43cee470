package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.ProductList;
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

/** Where the pages of the catalogue are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class CatalogMenu {

    private static final String SECTION = "menu.shop";

    @Bean
    MenuEntry productsEntry() {
        return new MenuEntry(16, SECTION, "package", "menu.products", "/products", Permission.PRODUCTS_VIEW);
    }

    @Bean
    MenuEntry priceListsEntry() {
        return new MenuEntry(17, SECTION, "discount", "menu.priceLists", "/price-lists", Permission.PRODUCTS_VIEW);
    }

    @Bean
    MenuEntry categoriesEntry() {
        return new MenuEntry(18, SECTION, "list", "menu.categories", "/categories", Permission.PRODUCTS_VIEW);
    }

    @Bean
    MenuEntry brandsEntry() {
        return new MenuEntry(19, SECTION, "tag", "menu.brands", "/brands", Permission.PRODUCTS_VIEW);
    }

    @Bean
    PaletteAction addProduct() {
        return new PaletteAction("plus", "product.add", "/products/new", Permission.PRODUCTS_MANAGE);
    }

    @Bean
    ListPage productsList() {
        return ListPage.of(
                "products", Permission.PRODUCTS_VIEW, "q", "state", "kind", "brand", "category", "sort=-updated");
    }

    @Bean
    PaletteSource productSource(ProductList products) {
        return text -> {
            List<PaletteItem> items = products.search(text, 8).stream()
                    .map(p -> new PaletteItem(
                            "package",
                            p.title(LocaleContextHolder.getLocale()),
                            Visitor.path("/products/" + p.id()),
                            p.sku()))
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.products", items));
        };
    }
}
