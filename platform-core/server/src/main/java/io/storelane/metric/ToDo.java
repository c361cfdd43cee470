package io.storelane.metric;

import io.storelane.access.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for people. A bean of this type stands at the top of the home page while there is any, for everybody who has
 * its permission. Its name is the message {@code todo.<code>}.
 *
 * <p>Example: {@code new ToDo.Of("orders.held", 20, "player-pause", Permission.ORDERS_VIEW, "/orders?view=held", most -> ...)}.
 */
public interface ToDo {

    /** Things that are counted at most; more are shown as "more than". */
    int MOST = 10_000;

    /** Stable name with dots, for example {@code orders.held}. */
    String code();

    /** Place among the others, from small to large. */
    int order();

    /** Name in the icon sprite. */
    String icon();

    /** Whoever does not have it anywhere is not asked; null = every member. */
    @Nullable Permission permission();

    /** Page below the workspace that lists exactly what is counted. */
    String page();

    /**
     * How many there are of what the caller reaches. Runs in a transaction that reads.
     *
     * @param most enough: who counts row by row may stop there
     */
    long count(int most);

    /** One that is all values. */
    record Of(String code, int order, String icon, @Nullable Permission permission, String page, Count counter)
            implements ToDo {

        @Override
        public long count(int most) {
            return counter.upTo(most);
        }
    }

    /** Counts, and may stop at a number. */
    @FunctionalInterface
    interface Count {
        long upTo(int most);
    }
}
