package io.storelane.catalog.web;

import io.storelane.catalog.Brands;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The brands as a file. */
@Component
class BrandsFile implements ListFile<BrandsFile.Filter> {

    /** @param sort {@code name} or {@code -name} */
    record Filter(String q, String sort) {

        Filter {
            sort = sort.equals("-name") ? sort : "name";
        }
    }

    private final Brands brands;
    private final MessageSource messages;

    BrandsFile(Brands brands, MessageSource messages) {
        this.brands = brands;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "brands";
    }

    @Override
    public Class<BrandsFile.Filter> filter() {
        return BrandsFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(BrandsFile.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(messages, locale, "brand", "name", "products"),
                (cursor, size) -> brands.find(filter.q(), filter.sort().startsWith("-"), cursor, size),
                b -> List.of(b.name(), b.products()));
    }
}
