package io.storelane.member;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.notification.Mails;
import io.storelane.organization.Staff;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleAssignments;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.tenancy.TenantId;
import io.storelane.web.WebProperties;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Invitations of a workspace: sent by mail, each into one role at one node. */
@Service
public class Invitations {

    private static final Keyset<InvitationView> NEWEST_FIRST =
            Keyset.byTime("v.invited_at", "v.id", true, InvitationView::invitedAt, InvitationView::id);

    private final Database database;
    private final EntityManager entities;
    private final MemberSeats seats;
    private final RoleAssignments assignments;
    private final Staff staff;
    private final Mails mails;
    private final AuditLog audit;
    private final Events events;
    private final InvitationTokens tokens;
    private final Clock clock;
    private final WebProperties web;

    Invitations(
            Database database,
            EntityManager entities,
            MemberSeats seats,
            RoleAssignments assignments,
            Staff staff,
            Mails mails,
            AuditLog audit,
            Events events,
            InvitationTokens tokens,
            Clock clock,
            WebProperties web) {
        this.database = database;
        this.entities = entities;
        this.seats = seats;
        this.assignments = assignments;
        this.staff = staff;
        this.mails = mails;
        this.audit = audit;
        this.events = events;
        this.tokens = tokens;
        this.clock = clock;
        this.web = web;
    }

    /** Invites a person; the mail goes out once this is committed. */
    @Transactional
    public UUID invite(InvitePerson command) {
        Access.current().require(Permission.MEMBERS_MANAGE);
        assignments.requireGrantable(command.roleId(), command.nodeId());
        Invitation invitation = new Invitation(command, Actor.currentUser(), clock.instant());
        seats.requireFree(invitation.email());
        entities.persist(invitation);
        entities.flush();
        mail(invitation);
        audit.record("member.invited", target(invitation), Map.of(), Map.of("email", invitation.email()));
        events.append(
                "member.invited",
                "invitation",
                invitation.id(),
                Map.of("node", invitation.nodeId().toString()));
        return invitation.id();
    }

    /** Mails a new link; the old one stops working. */
    @Transactional
    public void resend(UUID id) {
        Invitation invitation = managed(id);
        assignments.requireGrantable(invitation.roleId(), invitation.nodeId());
        if (invitation.isExpired(clock.instant())) {
            seats.requireSeat();
        }
        invitation.resend(clock.instant());
        entities.flush();
        mail(invitation);
        audit.record("invitation.resent", target(invitation), Map.of(), Map.of("email", invitation.email()));
    }

    /** Takes an open invitation back; its link stops working. */
    @Transactional
    public void revoke(UUID id) {
        Invitation invitation = managed(id);
        invitation.revoke();
        entities.flush();
        audit.record("invitation.revoked", target(invitation), Map.of("email", invitation.email()), Map.of());
        events.append("invitation.revoked", "invitation", id, Map.of());
    }

    /**
     * A page of the invitations at nodes that the caller reaches, newest first.
     *
     * @param state empty = open and expired ones
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<InvitationView> find(String state, String cursor, int size) {
        Reach reach = Access.current().require(Permission.MEMBERS_VIEW);
        return NEWEST_FIRST.page(cursor, size, (tail, values) -> find(reach, state, tail, values));
    }

    private List<InvitationView> find(Reach reach, String state, String tail, Map<String, Object> values) {
        return database.core()
                .sql("""
                        select * from (
                          select i.id, i.email, i.name, r.name as role, n.name as node, coalesce(m.name, '') as invited_by,
                            i.invited_at, i.expires_at, i.sent_count,
                            case when i.state = 'open' and i.expires_at <= :now then 'expired' else i.state end as state
                          from core.invitation i
                          join core.role r on r.tenant_id = i.tenant_id and r.id = i.role_id
                          join core.org_node n on n.tenant_id = i.tenant_id and n.id = i.node_id
                          left join platform.tenant_member m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
                          where i.tenant_id = :tenant and"""
                        + " " + reach.condition("n.path")
                        + ") v where ((:state = '' and v.state in ('open', 'expired')) or v.state = :state)" + tail)
                .params(reach.params())
                .params(values)
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .param("state", state)
                .query((rs, _) -> new InvitationView(
                        rs.getObject("id", UUID.class),
                        rs.getString("email"),
                        rs.getString("name"),
                        rs.getString("role"),
                        rs.getString("node"),
                        rs.getString("invited_by"),
                        rs.getTimestamp("invited_at").toInstant(),
                        rs.getTimestamp("expires_at").toInstant(),
                        rs.getInt("sent_count"),
                        rs.getString("state")))
                .list();
    }

    /** How many invitations there are in each state, of those at nodes that the caller reaches. */
    @Transactional(readOnly = true)
    public Map<String, Long> counts() {
        Reach reach = Access.current().require(Permission.MEMBERS_VIEW);
        Map<String, Long> counts = new HashMap<>();
        database.core()
                .sql("""
                        select case when i.state = 'open' and i.expires_at <= :now then 'expired' else i.state end as state,
                          count(*) as number
                        from core.invitation i
                        join core.org_node n on n.tenant_id = i.tenant_id and n.id = i.node_id
                        where i.tenant_id = :tenant and""" + " " + reach.condition("n.path") + " group by 1")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .query(rs -> {
                    counts.put(rs.getString("state"), rs.getLong("number"));
                });
        return counts;
    }

    /** What a mailed link offers. Runs in the platform scope. @throws ProblemException if the link works no more */
    @Transactional
    public InvitationOffer offer(String token) {
        InvitationTokens.Found found = tokens.find(token);
        return Scope.tenant(found.tenant()).call(() -> {
            Invitation invitation = locked(found.invitation());
            invitation.requireUsable(clock.instant());
            return describe(found.invitation());
        });
    }

    /** Open invitations to this address, in all workspaces. Runs in the platform scope. */
    @Transactional
    public List<InvitationOffer> offersTo(String email) {
        return tokens.to(email).stream()
                .flatMap(found -> Scope.tenant(found.tenant())
                        .call(() ->
                                describe(found.invitation(), " and i.state = 'open' and i.expires_at > now()")
                                        .stream()))
                .toList();
    }

    /** Accepts by the mailed link. Runs in the platform scope. @return slug of the workspace */
    @Transactional
    public String accept(String token, String email) {
        return accept(tokens.find(token), email);
    }

    /** Accepts an invitation to one's own confirmed address, without the link. Runs in the platform scope. */
    @Transactional
    public String accept(UUID invitationId, String email) {
        return accept(
                tokens.to(email).stream()
                        .filter(f -> f.invitation().equals(invitationId))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(MemberProblem.INVITATION_NOT_FOUND)),
                email);
    }

    private String accept(InvitationTokens.Found found, String email) {
        UUID user = Actor.currentUser();
        String person = Actor.current().name();
        TenantId tenant = found.tenant();
        Invitation invitation = Scope.tenant(tenant).call(() -> {
            Invitation mine = locked(found.invitation());
            mine.accept(user, email, clock.instant());
            entities.flush();
            return mine;
        });
        seats.join(tenant, user);
        tokens.forget(tenant, invitation.id());
        return Scope.tenant(tenant).call(() -> {
            assignments.grantChecked(user, person, invitation.roleId(), invitation.nodeId());
            UUID position = invitation.positionId();
            if (position != null) {
                staff.assignInvited(user, invitation.nodeId(), position);
            }
            audit.record(
                    "member.joined",
                    new AuditTarget("member", user, person, invitation.nodeId()),
                    Map.of(),
                    Map.of("email", email));
            events.append(
                    "member.joined",
                    "member",
                    user,
                    Map.of("invitation", invitation.id().toString()));
            return describe(invitation.id()).slug();
        });
    }

    private Invitation locked(UUID id) {
        Invitation invitation = entities.find(Invitation.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (invitation == null) {
            throw new ProblemException(MemberProblem.INVITATION_NOT_FOUND);
        }
        return invitation;
    }

    private Invitation managed(UUID id) {
        Reach reach = Access.current().require(Permission.MEMBERS_MANAGE);
        Invitation invitation = locked(id);
        String path = database.core()
                .sql("select path from core.org_node where tenant_id = :tenant and id = :node")
                .param("tenant", Scope.currentTenant().value())
                .param("node", invitation.nodeId())
                .query(String.class)
                .single();
        if (!reach.covers(path)) {
            throw new ProblemException(MemberProblem.INVITATION_NOT_FOUND);
        }
        return invitation;
    }

    private void mail(Invitation invitation) {
        TenantId tenant = Scope.currentTenant();
        String token = Scope.PLATFORM.call(() -> tokens.issue(tenant, invitation.id(), invitation.email()));
        InvitationOffer offer = describe(invitation.id());
        mails.queue(
                invitation.email(),
                invitation.locale(),
                "invitation",
                Map.of(
                        "name", invitation.name(),
                        "inviter", offer.inviter(),
                        "workspace", offer.workspace(),
                        "role", offer.role(),
                        "link", web.publicUrl() + "/invite/" + token));
    }

    private InvitationOffer describe(UUID id) {
        return describe(id, "").orElseThrow(() -> new ProblemException(MemberProblem.INVITATION_NOT_FOUND));
    }

    private Optional<InvitationOffer> describe(UUID id, String condition) {
        return database.core()
                .sql("""
                        select i.id, t.name as workspace, t.slug, i.email, i.name, r.name as role, n.name as node,
                          coalesce(m.name, '') as inviter, i.expires_at
                        from core.invitation i
                        join platform.tenant_self t on t.tenant_id = i.tenant_id
                        join core.role r on r.tenant_id = i.tenant_id and r.id = i.role_id
                        join core.org_node n on n.tenant_id = i.tenant_id and n.id = i.node_id
                        left join platform.tenant_member m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
                        where i.tenant_id = :tenant and i.id = :id""" + condition)
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new InvitationOffer(
                        rs.getObject("id", UUID.class),
                        rs.getString("workspace"),
                        rs.getString("slug"),
                        rs.getString("email"),
                        rs.getString("name"),
                        rs.getString("role"),
                        rs.getString("node"),
                        rs.getString("inviter"),
                        rs.getTimestamp("expires_at").toInstant()))
                .optional();
    }

    private static AuditTarget target(Invitation invitation) {
        return new AuditTarget("invitation", invitation.id(), invitation.name(), invitation.nodeId());
    }
}
