package io.storelane.plugin.api;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that has happened in the workspace, and is committed. */
public interface HostEvent {

    /** The same for each try: what was done for it once need not be done again. */
    UUID id();

    /** {@code thing.verb-in-past}, such as {@code order.placed}; all of them stand in {@code docs/api/events}. */
    String type();

    /** Kind of thing that it happened to. */
    String objectType();

    /** The thing that it happened to. */
    UUID objectId();

    /** Values as the schema of the type says. */
    Map<String, Object> payload();

    /** The person who did it; null for background work. */
    @Nullable UUID actor();

    Instant occurredAt();
}
