package io.storelane.workspace;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.billing.Subscriptions;
import io.storelane.event.Events;
import io.storelane.file.Pictures;
import io.storelane.member.MemberSeats;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Workspaces: made, named, set up. */
@Service
public class Workspaces {

    private final Database database;
    private final EntityManager entities;
    private final MemberSeats seats;
    private final Subscriptions subscriptions;
    private final Furnishing furnishing;
    private final Pictures pictures;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    Workspaces(
            Database database,
            EntityManager entities,
            MemberSeats seats,
            Subscriptions subscriptions,
            Furnishing furnishing,
            Pictures pictures,
            AuditLog audit,
            Events events,
            Clock clock) {
        this.database = database;
        this.entities = entities;
        this.seats = seats;
        this.subscriptions = subscriptions;
        this.furnishing = furnishing;
        this.pictures = pictures;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** The settings with what belongs to them; {@code version} guards against lost changes. */
    public record Current(
            WorkspaceSettings settings, @Nullable UUID logo, boolean firstStepsHidden, long version) {}

    /**
     * Makes a workspace with everything that belongs to it, on the trial plan, in one transaction: all of it or nothing. Runs
     * in the platform scope; the caller becomes the owner.
     *
     * @return its slug
     * @throws ProblemException if the slug is not acceptable or taken
     */
    @Transactional
    public String create(CreateWorkspace command) {
        Slugs.requireAcceptable(command.slug());
        UUID owner = Actor.currentUser();
        TenantId tenant = new TenantId(Ids.next());
        int made = database.platform()
                .sql("""
                        insert into platform.tenant (id, slug, name, status, request_id, created_by, created_at)
                        values (:id, :slug, :name, 'active', :request, :owner, :now) on conflict do nothing""")
                .param("id", tenant.value())
                .param("slug", command.slug())
                .param("name", command.name())
                .param("request", command.requestId())
                .param("owner", owner)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (made == 0) {
            return database.platform()
                    .sql("select slug from platform.tenant where request_id = :request and created_by = :owner")
                    .param("request", command.requestId())
                    .param("owner", owner)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> new ProblemException(WorkspaceProblem.SLUG_TAKEN, command.slug() + "-2"));
        }
        seats.join(tenant, owner);
        subscriptions.startTrial(tenant);
        WorkspaceSettings settings =
                WorkspaceSettings.initial(command.name(), command.locale(), command.currency(), command.timeZone());
        Scope.tenant(tenant).run(() -> {
            entities.persist(new TenantProfile(settings));
            entities.flush();
            furnishing.furnish(owner, command);
            audit.record("workspace.created", target(command.name()), Map.of(), settings.values());
            events.append("workspace.created", "workspace", tenant.value(), Map.of("slug", command.slug()));
        });
        return command.slug();
    }

    @Transactional(readOnly = true)
    public Current current() {
        TenantProfile profile = profile();
        return new Current(profile.settings(), profile.logo(), profile.firstStepsHidden(), profile.version());
    }

    /** @param version the version that the caller saw */
    @Transactional
    public void change(WorkspaceSettings settings, long version) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        TenantProfile profile = profile();
        if (profile.version() != version) {
            throw new ProblemException(WorkspaceProblem.CHANGED_MEANWHILE);
        }
        Map<String, Object> before = profile.settings().values();
        profile.change(settings);
        entities.flush();
        TenantId tenant = Scope.currentTenant();
        Scope.PLATFORM.run(() -> database.platform()
                .sql("update platform.tenant set name = :name where id = :id")
                .param("name", settings.name())
                .param("id", tenant.value())
                .update());
        audit.record("settings.changed", target(settings.name()), before, settings.values());
        events.append("settings.changed", "workspace", tenant.value(), Map.of());
    }

    /** Keeps a new logo in the place of the old one. */
    @Transactional
    public void setLogo(byte[] upload) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        replaceLogo(pictures.storeSmall("logo", upload), "logo.changed");
    }

    @Transactional
    public void removeLogo() {
        Access.current().require(Permission.SETTINGS_MANAGE);
        replaceLogo(null, "logo.removed");
    }

    @Transactional
    public void hideFirstSteps(boolean hidden) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        profile().hideFirstSteps(hidden);
    }

    private void replaceLogo(@Nullable UUID file, String action) {
        TenantProfile profile = profile();
        UUID before = profile.setLogo(file);
        entities.flush();
        if (before != null) {
            pictures.delete(before);
        }
        audit.record(action, target(profile.settings().name()), Map.of(), Map.of());
    }

    private TenantProfile profile() {
        return entities.createQuery("from TenantProfile", TenantProfile.class).getSingleResult();
    }

    private static AuditTarget target(String name) {
        return new AuditTarget("workspace", Scope.currentTenant().value(), name, null);
    }
}
