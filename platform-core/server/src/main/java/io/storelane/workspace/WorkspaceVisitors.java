package io.storelane.workspace;

import io.storelane.access.AccessReader;
import io.storelane.identity.Users;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.web.Visitor;
import io.storelane.web.VisitorSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads person, memberships, access and the look of the workspace in one short transaction that passes from the platform scope to the tenant's. */
@Component
class WorkspaceVisitors implements VisitorSource {

    private final Users users;
    private final AccessReader accessReader;
    private final Database database;
    private final TransactionTemplate transaction;

    WorkspaceVisitors(
            Users users, AccessReader accessReader, Database database, TransactionTemplate transactionTemplate) {
        this.database = database;
        this.users = users;
        this.accessReader = accessReader;
        this.transaction = transactionTemplate;
    }

    @Override
    public Optional<Found> find(UUID userId, String slug) {
        return Scope.PLATFORM.call(() -> java.util.Objects.requireNonNull(
                transaction.execute(_ -> users.profile(userId).map(profile -> found(profile, slug)))));
    }

    private Found found(Users.Profile profile, String slug) {
        List<Visitor.Place> places = profile.workspaces().stream()
                .map(w -> new Visitor.Place(w.tenantId(), w.slug(), w.name(), w.status()))
                .toList();
        Visitor.Place current =
                places.stream().filter(p -> p.slug().equals(slug)).findFirst().orElse(null);
        Users.User user = profile.user();
        if (current == null) {
            return new Found(visitor(user, places, null, Visitor.Look.NOWHERE), null);
        }
        return Scope.tenant(new TenantId(current.tenantId()))
                .call(() -> new Found(visitor(user, places, current, look()), accessReader.read(user.id())));
    }

    private static Visitor visitor(
            Users.User user, List<Visitor.Place> places, Visitor.@Nullable Place place, Visitor.Look look) {
        return new Visitor(
                user.id(), user.name(), user.email(), Locale.forLanguageTag(user.locale()), places, place, look);
    }

    private Visitor.Look look() {
        return database.core()
                .sql("select time_zone, logo_file_id from core.tenant_profile where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Visitor.Look(
                        ZoneId.of(rs.getString("time_zone")), rs.getObject("logo_file_id", UUID.class)))
                .single();
    }
}
