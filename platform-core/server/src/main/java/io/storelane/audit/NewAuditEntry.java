package io.storelane.audit;

import io.storelane.tenancy.Actor;
import io.storelane.tenancy.TenantId;
import java.util.Map;

/**
 * An entry of the trail for something that was made, written with many others.
 *
 * @param action {@code target.verb}; its text stands under {@code audit.action.<action>}
 * @param after values of what was made
 * @param actor who made it
 */
public record NewAuditEntry(TenantId tenant, String action, AuditTarget target, Map<String, ?> after, Actor actor) {}
