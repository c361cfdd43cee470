package io.storelane.tenancy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who does the running work, for the log and the audit trail. Bound beside the scope at the edge.
 *
 * @param userId the person, null for the system
 * @param name as shown in the trail, kept there even if the person is renamed
 * @param requestId ties the entry to the request and its log lines
 * @param ip address of the client, empty for the system
 */
public record Actor(@Nullable UUID userId, String name, String requestId, String ip) {

    private static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    /** The actor of the running work; the system if none is bound. */
    public static Actor current() {
        return CURRENT.isBound() ? CURRENT.get() : system("background");
    }

    /** An actor for work that no person asked for. */
    public static Actor system(String requestId) {
        return new Actor(null, "Storelane", requestId, "");
    }

    /** The person who does the running work. */
    public static UUID currentUser() {
        UUID id = current().userId();
        if (id == null) {
            throw new IllegalStateException("This work needs a person, and the system does it.");
        }
        return id;
    }

    /** Runs the work as this actor; an exception of the work comes out as it is. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }
}
