package io.storelane.catalog.web;

import io.storelane.catalog.ProductFilter;
import io.storelane.catalog.ProductList;
import io.storelane.catalog.ProductSummary;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The products as a file. */
@Component
class ProductsFile implements ListFile<ProductFilter> {

    private final ProductList products;
    private final MessageSource messages;

    ProductsFile(ProductList products, MessageSource messages) {
        this.products = products;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "products";
    }

    @Override
    public Class<ProductFilter> filter() {
        return ProductFilter.class;
    }

    @Override
    public Sheet<?> sheet(ProductFilter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "product",
                        "title",
                        "sku",
                        "variants",
                        "kind",
                        "state",
                        "brand",
                        "category",
                        "price",
                        "currency",
                        "updated"),
                (cursor, size) -> products.find(filter, cursor, size),
                p -> row(p, locale));
    }

    private List<? extends @Nullable Object> row(ProductSummary p, Locale locale) {
        String currency = p.currency();
        return Arrays.asList(
                p.title(locale),
                p.sku(),
                p.variants(),
                text("product.kind." + p.kind(), locale),
                text("product.state." + p.state(), locale),
                p.brand(),
                p.category(locale),
                currency == null ? null : Amounts.decimal(p.lowest(), currency),
                currency,
                p.updatedAt());
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
