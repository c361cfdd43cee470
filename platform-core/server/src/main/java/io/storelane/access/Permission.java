package io.storelane.access;

import java.util.Arrays;
import java.util.Optional;

/**
 * The documented list of what a role can allow. A permission holds at the organisation node of the role's assignment and
 * below it. Those marked {@link #wholeWorkspace()} count only where the role is held at the top node. Texts:
 * {@code permission.<key>} and {@code permission.<key>.help}.
 */
public enum Permission {
    /** See the organisation tree: nodes at and below one's own. */
    ORGANIZATION_VIEW("organization.view", false),
    /** Add, change, move and close nodes below one's own. */
    ORGANIZATION_MANAGE("organization.manage", false),
    /** Change level names, departments and positions. */
    STRUCTURE_MANAGE("structure.manage", true),
    /** See who works at and below one's own node, in which position. */
    STAFF_VIEW("staff.view", false),
    /** Assign people to positions at and below one's own node. */
    STAFF_MANAGE("staff.manage", false),
    /** See members and invitations at and below one's own node. */
    MEMBERS_VIEW("members.view", false),
    /** Invite members, give and take roles at and below one's own node: only roles that allow no more than one's own. */
    MEMBERS_MANAGE("members.manage", false),
    /** See roles and what they allow. */
    ROLES_VIEW("roles.view", false),
    /** Make, copy, change and delete roles. */
    ROLES_MANAGE("roles.manage", true),
    /** See the audit trail of one's own node and below. */
    AUDIT_VIEW("audit.view", false),
    /** Export the audit trail. */
    AUDIT_EXPORT("audit.export", false),
    /** See workspace settings. */
    SETTINGS_VIEW("settings.view", true),
    /** Change workspace name, logo, language, currency, time zone and address. */
    SETTINGS_MANAGE("settings.manage", true);

    private final String key;
    private final boolean wholeWorkspace;

    Permission(String key, boolean wholeWorkspace) {
        this.key = key;
        this.wholeWorkspace = wholeWorkspace;
    }

    /** Stable name, as stored and as used in documents. */
    public String key() {
        return key;
    }

    /** True if it concerns the workspace as a whole and so counts only at the top node. */
    public boolean wholeWorkspace() {
        return wholeWorkspace;
    }

    /** First part of the key: permissions are shown in these groups. */
    public String group() {
        return key.substring(0, key.indexOf('.'));
    }

    public static Optional<Permission> of(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }
}
