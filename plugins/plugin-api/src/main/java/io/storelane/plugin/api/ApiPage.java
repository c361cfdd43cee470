package io.storelane.plugin.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as the server's own API sends it. Fetch one more than {@link ApiPaging#limit()}:
 *
 * <pre>{@code
 * return ApiPage.of(cards.after(page.after(), page.limit() + 1), page, card -> card.id().toString());
 * }</pre>
 *
 * @param next value of {@code after} for the next page; null on the last one
 */
public record ApiPage<T>(List<T> data, @Nullable String next) {

    public ApiPage {
        data = List.copyOf(data);
    }

    /**
     * The page of these rows, and whether there is another.
     *
     * @param rows one more than asked for, if there are so many
     * @param place where the next page begins, of the last row of this one
     */
    public static <T> ApiPage<T> of(List<T> rows, ApiPaging page, Function<? super T, String> place) {
        if (rows.size() <= page.limit()) {
            return new ApiPage<>(rows, null);
        }
        List<T> shown = rows.subList(0, page.limit());
        return new ApiPage<>(shown, place.apply(shown.getLast()));
    }
}
