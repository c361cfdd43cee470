package io.storelane.web.list;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import java.util.Locale;

/**
 * A list of the product that people fetch as a file: what it shows with its filters, its order and what the caller may see, as
 * CSV or workbook, at once or by a job. A bean for each list.
 *
 * <p>Example: {@code BrandsFile} reads what {@code BrandsPage} shows.
 *
 * @param <F> a record of what narrows and sorts the list; its components are texts, ids, times, numbers, lists and such records,
 *     and what is none of the values that one may have means its default
 */
public interface ListFile<F extends Record> {

    /** Stable name, lower-case with hyphens, by which programs ask for it; files begin with it. */
    String name();

    Class<F> filter();

    /** The filter with the default for a value that none can have and that the record itself cannot tell. */
    default F known(F filter) {
        return filter;
    }

    /**
     * The list's columns and rows. Nothing is read until its pages are.
     *
     * @param locale of titles and of words in cells
     * @throws ProblemException if the caller may not see it
     */
    Sheet<?> sheet(F filter, Locale locale);

    /** True if its pages are read where no transaction is open, and by a job alone. */
    default boolean isApart() {
        return false;
    }

    /** False if {@link #sheet} would be refused for sure. */
    default boolean isAllowed(Access access) {
        return true;
    }

    /** Called once when a file is ready: the place for an entry of the trail. @param rows that it has */
    default void handOut(F filter, long rows) {}
}
