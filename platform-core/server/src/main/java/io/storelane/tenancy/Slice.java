package io.storelane.tenancy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a long list.
 *
 * @param previous cursor of the page before; null at the beginning
 * @param next cursor of the page after; null at the end
 */
public record Slice<T>(
        List<T> rows, @Nullable String previous, @Nullable String next) {

    /** All rows of a list, read page by page as they are asked for. @param page reads the page that begins at a cursor */
    public static <T> Stream<T> all(Function<String, Slice<T>> page) {
        return Stream.iterate(
                        Optional.of(page.apply("")),
                        Optional::isPresent,
                        shown -> shown.orElseThrow().following(page))
                .flatMap(shown -> shown.orElseThrow().rows().stream());
    }

    private Optional<Slice<T>> following(Function<String, Slice<T>> page) {
        return Optional.ofNullable(next).map(cursor -> page.apply(Keyset.strict(cursor)));
    }
}
