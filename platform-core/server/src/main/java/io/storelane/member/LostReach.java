package io.storelane.member;

import io.storelane.access.GivenWork;
import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What somebody has in hand goes back to all when he may not see it any more. */
@Component
class LostReach implements EventConsumer {

    private static final String OWNER = "owner.transferred";

    /** Events of one member. */
    private static final Set<String> OF_ONE = Set.of("member.removed", "member.left", "role.revoked", OWNER);

    /** Events after which many may reach less. */
    private static final Set<String> OF_MANY = Set.of("role.changed", "node.closed", "node.moved", "location.changed");

    private final List<GivenWork> work;

    /** @param work in the order of their locks */
    LostReach(List<GivenWork> work) {
        this.work = List.copyOf(work);
    }

    @Override
    public String name() {
        return "lost-reach";
    }

    @Override
    public Set<String> types() {
        return Stream.concat(OF_ONE.stream(), OF_MANY.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        Set<UUID> users = new HashSet<>();
        if (events.stream().allMatch(e -> OF_ONE.contains(e.type()))) {
            events.forEach(e -> users.add(
                    e.type().equals(OWNER)
                            ? UUID.fromString(String.valueOf(e.payload().get("from")))
                            : e.aggregateId()));
        }
        work.forEach(w -> w.takeBack(users));
    }
}
