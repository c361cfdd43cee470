package io.storelane.event;

import io.storelane.tenancy.Actor;
import io.storelane.tenancy.TenantId;
import java.util.Map;
import java.util.UUID;

/**
 * An event to be written, for {@link Events#ready(java.util.List)}.
 *
 * @param type {@code aggregate.verb-in-past}
 * @param aggregate kind of thing it happened to
 * @param id the thing it happened to
 * @param actor who did it
 */
public record NewEvent(TenantId tenant, String type, String aggregate, UUID id, Map<String, ?> payload, Actor actor) {}
