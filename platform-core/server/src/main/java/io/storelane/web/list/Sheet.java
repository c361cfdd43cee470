package io.storelane.web.list;

import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Slice;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * A table of a file.
 *
 * @param titles of its columns
 * @param pages reads the rows
 * @param row the cells of a row: texts, numbers, times ({@link java.time.Instant}), null for none
 */
public record Sheet<R>(List<String> titles, Pages<R> pages, Function<R, List<? extends @Nullable Object>> row) {

    /** Rows that are read at a time: few enough for memory and for the five seconds that a transaction has. */
    public static final int PAGE = 500;

    /** Reads a page of rows, in a transaction of its own. */
    @FunctionalInterface
    public interface Pages<R> {

        /** @param cursor from the slice before; empty = the beginning */
        Slice<R> page(String cursor, int size);
    }

    /** Titles by their keys, {@code <prefix>.<name>}. */
    public static List<String> titles(MessageSource messages, Locale locale, String prefix, String... names) {
        return Stream.of(names)
                .map(name -> messages.getMessage(prefix + "." + name, null, locale))
                .toList();
    }

    /** Of a list that is so short that it is read at once. */
    public static <R> Sheet<R> of(
            List<String> titles, List<R> rows, Function<R, List<? extends @Nullable Object>> row) {
        return new Sheet<>(titles, (_, _) -> new Slice<>(rows, null, null), row);
    }

    /**
     * Hands on the cells of one page.
     *
     * @param cursor empty = the beginning
     * @return cursor of the next page; null at the end
     */
    public @Nullable String read(String cursor, Consumer<List<? extends @Nullable Object>> cells) {
        Slice<R> page = pages.page(Keyset.strict(cursor), PAGE);
        page.rows().forEach(r -> cells.accept(row.apply(r)));
        return page.next();
    }
}
