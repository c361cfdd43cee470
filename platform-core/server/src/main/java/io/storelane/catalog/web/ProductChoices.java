package io.storelane.catalog.web;

import io.storelane.catalog.Brands;
import io.storelane.catalog.Categories;
import io.storelane.catalog.ProductKind;
import io.storelane.ui.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the select fields of the catalogue offer. */
@Component
class ProductChoices {

    private static final int BRANDS = 1_000;

    private final Brands brands;
    private final Categories categories;
    private final MessageSource messages;

    ProductChoices(Brands brands, Categories categories, MessageSource messages) {
        this.brands = brands;
        this.categories = categories;
        this.messages = messages;
    }

    /** Brands by name, after the choice of none. */
    List<Option> brands(String noneKey, Locale locale) {
        List<Option> options = begin(noneKey, locale);
        brands.find("", false, "", BRANDS).rows().forEach(b -> options.add(new Option(b.id().toString(), b.name())));
        return options;
    }

    /** Categories as in the tree, after the choice of none. */
    List<Option> categories(String noneKey, Locale locale) {
        List<Option> options = begin(noneKey, locale);
        categories
                .tree()
                .forEach(c -> options.add(new Option(c.id().toString(), "\u2003".repeat(c.depth()) + c.name(locale))));
        return options;
    }

    List<Option> kinds(Locale locale) {
        return Arrays.stream(ProductKind.values())
                .map(k -> new Option(k.code(), text("product.kind." + k.code(), locale)))
                .toList();
    }

    private List<Option> begin(String noneKey, Locale locale) {
        return new ArrayList<>(List.of(new Option("", text(noneKey, locale))));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
