package io.storelane.notification;

import io.storelane.event.Event;
import java.util.List;
import java.util.Set;

/**
 * What a module tells people. Each bean of this type adds its kinds to the pages, the API and the choices of people.
 *
 * <p>Example: an order that was put on hold.
 *
 * <pre>{@code
 * static final NoticeKind HELD = new NoticeKind("order.held", ORDERS_MANAGE, "/orders?view=held", "alert-triangle", false);
 *
 * public List<NoticeKind> kinds() { return List.of(HELD); }
 * public Set<String> types() { return Set.of("order.held"); }
 * public List<Notice> notices(List<Event> events) {
 *     return events.stream().map(e -> Notice.at(node(e), HELD, "/orders/" + e.aggregateId(), e.actor(), number(e))).toList();
 * }
 * }</pre>
 *
 * A door that tells at once, in the transaction of the change, calls {@link Notices#tell} and only names its kinds here.
 */
public interface NoticeSource {

    /** The kinds that it brings. */
    List<NoticeKind> kinds();

    /** Others that there are in the workspace of the scope, where they come and go. */
    default List<NoticeKind> presentKinds() {
        return List.of();
    }

    /** Types of events that it makes notices of; none if its doors tell by themselves. */
    default Set<String> types() {
        return Set.of();
    }

    /** What is to be told of these events, which are of its types. Runs as a consumer of events: it stays inside the database. */
    default List<Notice> notices(List<Event> events) {
        return List.of();
    }

    /** What has become due without anybody doing anything; each is given once. In the scope of a tenant, in a transaction. */
    default List<Notice> due() {
        return List.of();
    }
}
