package io.storelane.fulfilment;

import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links by which shoppers follow a parcel without signing in. A link cannot be guessed, ends by itself, and shows nothing that names
 * the shopper. It is shown once, when it is made; another one can be made at any time, and all of a parcel are taken back at once.
 */
@Service
public class Tracking {

    /** How long a link works. */
    public static final Duration VALID = Duration.ofDays(90);

    private final TrackingTokens tokens;
    private final FulfilmentRows rows;
    private final Database database;
    private final AuditLog audit;
    private final Clock clock;

    Tracking(TrackingTokens tokens, FulfilmentRows rows, Database database, AuditLog audit, Clock clock) {
        this.tokens = tokens;
        this.rows = rows;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param token stands at the end of the link */
    public record Link(String token, Instant expiresAt) {}

    /** A new link of a parcel of a location within reach. */
    @Transactional
    public Link link(UUID fulfilmentId, UUID parcelId) {
        FulfilmentView one = of(fulfilmentId, parcelId, Permission.FULFILMENT_VIEW);
        TenantId tenant = Scope.currentTenant();
        Instant expires = clock.instant().plus(VALID);
        String token = Scope.PLATFORM.call(() -> tokens.issue(tenant, parcelId, expires));
        record("link_made", one, parcelId);
        return new Link(token, expires);
    }

    /** All links of a parcel stop working. */
    @Transactional
    public void withdraw(UUID fulfilmentId, UUID parcelId) {
        FulfilmentView one = of(fulfilmentId, parcelId, Permission.FULFILMENT_MANAGE);
        TenantId tenant = Scope.currentTenant();
        if (Scope.PLATFORM.call(() -> tokens.withdraw(tenant, parcelId)) > 0) {
            record("links_withdrawn", one, parcelId);
        }
    }

    private FulfilmentView of(UUID fulfilmentId, UUID parcelId, Permission permission) {
        FulfilmentView one = rows.find(fulfilmentId, permission, false);
        if (one.parcels().stream().noneMatch(p -> p.id().equals(parcelId))) {
            throw new ProblemException(FulfilmentProblem.PARCEL_NOT_FOUND);
        }
        return one;
    }

    private void record(String verb, FulfilmentView one, UUID parcelId) {
        audit.record(
                "parcel." + verb,
                new AuditTarget("fulfilment", one.id(), one.number(), one.nodeId()),
                Map.of(),
                Map.of("parcelId", parcelId.toString()));
    }

    /**
     * What a link shows. Runs in the platform scope, for anybody who has the link.
     *
     * @throws ProblemException if it never was, is over or was taken back, or the workspace is suspended: all the same to who asks
     */
    @Transactional(readOnly = true)
    public TrackedParcel parcel(String token) {
        return tokens.find(token)
                .flatMap(found -> Scope.tenant(found.tenant()).call(() -> shown(found)))
                .orElseThrow(() -> new ProblemException(WorkProblem.LINK_NOT_FOUND));
    }

    private Optional<TrackedParcel> shown(TrackingTokens.Found found) {
        List<TrackedParcel.Item> items = database.core()
                .sql("""
                        select coalesce(nullif(l.title, ''), l.sku) as title, sum(i.units)::bigint as units from core.parcel p
                        join core.parcel_line i on i.tenant_id = p.tenant_id and i.parcel_id = p.id
                        join core.fulfilment_line l on l.tenant_id = p.tenant_id and l.fulfilment_id = p.fulfilment_id
                          and l.line_id = i.line_id
                        where p.tenant_id = :tenant and p.id = :id group by 1 order by 1""")
                .param("tenant", found.tenant().value())
                .param("id", found.parcel())
                .query((rs, _) -> new TrackedParcel.Item(rs.getString("title"), rs.getLong("units")))
                .list();
        return database.core()
                .sql("""
                        select p.state, p.carrier, p.tracking, p.shipped_at, p.delivered_at, f.order_number, f.ship_city, t.name, l.time_zone
                        from core.parcel p
                        join core.fulfilment f on f.tenant_id = p.tenant_id and f.id = p.fulfilment_id
                        join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id
                        join platform.tenant_self t on t.tenant_id = p.tenant_id
                        where p.tenant_id = :tenant and p.id = :id and t.status = 'active'""")
                .param("tenant", found.tenant().value())
                .param("id", found.parcel())
                .query((rs, _) -> new TrackedParcel(
                        rs.getString("name"),
                        rs.getString("order_number"),
                        rs.getString("state"),
                        rs.getString("carrier"),
                        rs.getString("tracking"),
                        rs.getString("ship_city"),
                        rs.getTimestamp("shipped_at").toInstant(),
                        rs.getTimestamp("delivered_at") == null
                                ? null
                                : rs.getTimestamp("delivered_at").toInstant(),
                        items,
                        found.expiresAt(),
                        ZoneId.of(rs.getString("time_zone"))))
                .optional();
    }

    /** Removes links that are over. Runs in the platform scope. */
    @Transactional
    public void prune() {
        tokens.prune();
    }
}
