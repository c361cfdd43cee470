package io.storelane.web;

import io.storelane.access.Access;
import java.util.Optional;
import java.util.UUID;

/** Finds who a signed-in person is and what the person may do; implemented by the module that knows. */
public interface VisitorSource {

    /**
     * @param access what the person may do in the workspace asked for; null outside of one, and if the person is no member
     */
    record Found(
            Visitor visitor,
            @org.jspecify.annotations.Nullable Access access) {}

    /** @param slug workspace in the URL, empty outside of one */
    Optional<Found> find(UUID userId, String slug);
}
