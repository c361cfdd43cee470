package io.storelane.tenancy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a long list.
 *
 * @param previous cursor of the page before; null at the beginning
 * @param next cursor of the page after; null at the end
 */
public record Slice<T>(
        List<T> rows, @Nullable String previous, @Nullable String next) {}
