package io.storelane.catalog;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A branch of the tree in which products are kept.
 *
 * @param depth 0 at the top
 * @param sort place among its siblings, from small to large
 * @param products how many products stand in it, at this branch itself
 */
public record Category(
        UUID id,
        @Nullable UUID parentId,
        String path,
        int depth,
        String nameZh,
        String nameEn,
        int sort,
        long products,
        long version) {

    public Text name() {
        return new Text(nameZh, nameEn);
    }

    public String name(Locale locale) {
        return name().in(locale);
    }
}
