package io.storelane.connector;

import java.util.Locale;

/** How it stands with an account. Texts: {@code connector.state.<code>}. */
public enum AccountState {
    ACTIVE,
    /** A person wants it to rest. */
    PAUSED,
    /** The channel refuses it until a person mends it. */
    BROKEN,
    /** Disconnected; its past stays. */
    ENDED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AccountState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
