package io.storelane.crm.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Segments of the workspace for which the call is made. Who belongs to one is asked of the present: ask again rather than keep it.
 *
 * <pre>{@code
 * if (segments.contains(vip, order.customer())) {
 *     addGift(order);
 * }
 * }</pre>
 */
public interface CustomerSegments {

    /** Members of a page, at most. */
    int MOST = 1_000;

    /** By name. */
    List<Segment> all();

    /** False as well if there is no such segment, or no such customer. */
    boolean contains(UUID segment, UUID customer);

    /**
     * Customers of a segment in the order of their ids; none if there is no such segment.
     *
     * @param after the last of the page before; null = from the beginning
     * @param most 1 to {@link #MOST}
     */
    List<UUID> members(UUID segment, @Nullable UUID after, int most);

    /** A segment. */
    interface Segment {

        UUID id();

        String name();
    }
}
