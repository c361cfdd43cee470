package io.storelane.workspace;

import io.storelane.access.Access;
import io.storelane.access.AccessReader;
import io.storelane.identity.Users;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.web.Visitor;
import io.storelane.web.VisitorSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads person, memberships and access in one short transaction that passes from the platform scope to the tenant's. */
@Component
class WorkspaceVisitors implements VisitorSource {

    private final Users users;
    private final AccessReader accessReader;
    private final TransactionTemplate transaction;

    WorkspaceVisitors(Users users, AccessReader accessReader, TransactionTemplate transactionTemplate) {
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
        Visitor visitor = new Visitor(
                user.id(), user.name(), user.email(), Locale.forLanguageTag(user.locale()), places, current);
        Access access = current == null
                ? null
                : Scope.tenant(new TenantId(current.tenantId())).call(() -> accessReader.read(user.id()));
        return new Found(visitor, access);
    }
}
