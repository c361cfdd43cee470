package io.storelane.event;

import io.storelane.tenancy.TenantId;
import java.util.List;
import java.util.Set;

/**
 * Something that happens because of an event, after its commit. Every bean of this type gets every event of its types, of
 * every tenant, from the beginning of the log, events of one aggregate in their order.
 *
 * <p>Example: {@code record Welcome(Mails mails) implements EventConsumer}, with the types {@code member.joined}, queues a
 * mail in {@link #handle}. The mail and the place in the log are written in one transaction, so it is queued once.
 */
public interface EventConsumer {

    /** Stable name: the place in the log is kept under it. */
    String name();

    /** Types that it takes; empty = all. */
    Set<String> types();

    /**
     * True if an event of this type need not be taken at once: then many are taken together, some seconds later
     * ({@code storelane.event.patience}).
     */
    default boolean isPatient(String type) {
        return false;
    }

    /**
     * Of what it is patient with, true for events that people wait to see at work: they are taken together too, but within three seconds,
     * unless so many tenants are busy at once that this would cost more than it gives. Asked while events are written, so it must know
     * without looking it up.
     */
    default boolean isAwaited(TenantId tenant, String type) {
        return false;
    }

    /** Like {@link #isPatient(String)}, where it differs between tenants; asked while events are written, so it must know without looking it up. */
    default boolean isPatient(TenantId tenant, String type) {
        return isPatient(type);
    }

    /**
     * Takes an event. Runs in the scope of its tenant, as the system, in a transaction that also moves the consumer's place
     * in the log: what it writes to the database is written exactly once. It must not reach outside of the database: what has to,
     * is queued here and done later. An exception undoes it; the event is tried again, and behind it wait those of the same
     * aggregate, until it is given up.
     */
    void handle(Event event);

    /**
     * Takes the events of one turn, in their order, as {@link #handle} takes one. For a consumer that can write one row for many of
     * them.
     */
    default void handleAll(List<Event> events) {
        events.forEach(this::handle);
    }
}
