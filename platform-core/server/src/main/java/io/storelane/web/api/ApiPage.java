package io.storelane.web.api;

import io.storelane.tenancy.Slice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as it is sent. The address of the next one also stands in the header {@code Link}.
 *
 * @param next value of {@code after} for the next page; null on the last one
 */
public record ApiPage<T>(List<T> data, @Nullable String next) {

    public static <R, T> ApiPage<T> of(Slice<R> slice, Function<R, T> shown) {
        return new ApiPage<>(slice.rows().stream().map(shown).toList(), slice.next());
    }

    /** A list that is short enough to be sent whole. */
    public static <T> ApiPage<T> whole(List<T> data) {
        return new ApiPage<>(data, null);
    }
}
