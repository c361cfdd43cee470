package io.storelane.billing;

import java.util.Locale;

/** Things that a plan counts. */
public enum Limit {
    /** Active members and open invitations together. */
    MEMBERS,
    /** Organisation nodes, the top one included. */
    ORG_NODES,
    /** Roles, those made from templates included. */
    ROLES,
    /** Keys of the API that work. */
    API_KEYS,
    /** Receivers of webhooks, those that are off included. */
    WEBHOOKS,
    /** Bytes of uploaded files. */
    STORAGE_BYTES;

    /** Name in the plan's data. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
