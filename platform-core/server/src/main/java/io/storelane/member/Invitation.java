package io.storelane.member;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** An invitation to a workspace, into one role at one node. It is open until accepted, revoked, or past its time. */
@Entity
@Table(name = "invitation")
@SuppressWarnings("UnusedVariable") // fields are read by Hibernate
class Invitation {

    /** How long a mailed link works. */
    static final Duration LIFE = Duration.ofDays(7);

    private static final Duration RESEND_AFTER = Duration.ofMinutes(1);

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String email;
    private String name;
    private String locale;
    private UUID roleId;
    private UUID nodeId;
    private @Nullable UUID positionId;
    private String state;
    private UUID invitedBy;
    private Instant invitedAt;
    private Instant expiresAt;
    private int sentCount;
    private @Nullable UUID acceptedBy;
    private @Nullable Instant acceptedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Invitation() {}

    @SuppressWarnings("NullAway.Init") // the tenant is written by Hibernate
    Invitation(InvitePerson command, UUID invitedBy, Instant now) {
        id = Ids.next();
        email = command.email().strip().toLowerCase(Locale.ROOT);
        name = command.name().strip();
        locale = command.locale().toLanguageTag();
        roleId = command.roleId();
        nodeId = command.nodeId();
        positionId = command.positionId();
        state = "open";
        this.invitedBy = invitedBy;
        invitedAt = now;
        expiresAt = now.plus(LIFE);
        sentCount = 1;
    }

    /** Starts the time anew for a link that is mailed again. */
    void resend(Instant now) {
        requireNotEnded();
        if (expiresAt.minus(LIFE).plus(RESEND_AFTER).isAfter(now)) {
            throw new ProblemException(MemberProblem.RESENT_TOO_SOON);
        }
        expiresAt = now.plus(LIFE);
        sentCount++;
    }

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }

    void revoke() {
        requireNotEnded();
        state = "revoked";
    }

    void accept(UUID user, String userEmail, Instant now) {
        requireUsable(now);
        if (!email.equals(userEmail)) {
            throw new ProblemException(MemberProblem.WRONG_ACCOUNT, email);
        }
        state = "accepted";
        acceptedBy = user;
        acceptedAt = now;
    }

    void requireUsable(Instant now) {
        requireNotEnded();
        if (isExpired(now)) {
            throw new ProblemException(MemberProblem.INVITATION_EXPIRED);
        }
    }

    private void requireNotEnded() {
        switch (state) {
            case "accepted" -> throw new ProblemException(MemberProblem.INVITATION_USED);
            case "revoked" -> throw new ProblemException(MemberProblem.INVITATION_REVOKED);
            default -> {}
        }
    }

    UUID id() {
        return id;
    }

    String email() {
        return email;
    }

    String name() {
        return name;
    }

    Locale locale() {
        return Locale.forLanguageTag(locale);
    }

    UUID roleId() {
        return roleId;
    }

    UUID nodeId() {
        return nodeId;
    }

    @Nullable UUID positionId() {
        return positionId;
    }

    UUID invitedBy() {
        return invitedBy;
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
