package io.storelane.catalog.web;

import io.storelane.catalog.Categories;
import io.storelane.catalog.Category;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The categories as a file: the branches that the page shows, with the path of each. */
@Component
class CategoriesFile implements ListFile<CategoriesFile.Filter> {

    record Filter(String q) {}

    private record Line(String path, Category category) {}

    private final Categories categories;
    private final MessageSource messages;

    CategoriesFile(Categories categories, MessageSource messages) {
        this.categories = categories;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "categories";
    }

    @Override
    public Class<CategoriesFile.Filter> filter() {
        return CategoriesFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        Map<UUID, String> paths = new HashMap<>();
        List<Line> lines = CategoriesPage.matching(categories.tree(), filter.q()).stream()
                .map(c -> {
                    UUID parent = c.parentId();
                    String path = (parent == null ? "" : paths.get(parent) + " / ") + c.name(locale);
                    paths.put(c.id(), path);
                    return new Line(path, c);
                })
                .toList();
        return Sheet.of(
                Stream.of("category.path", "category.nameZh", "category.nameEn", "brand.products")
                        .map(key -> messages.getMessage(key, null, locale))
                        .toList(),
                lines,
                l -> List.of(
                        l.path(),
                        l.category().nameZh(),
                        l.category().nameEn(),
                        l.category().products()));
    }
}
