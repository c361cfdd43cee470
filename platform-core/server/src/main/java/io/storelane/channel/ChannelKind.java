package io.storelane.channel;

import java.util.Locale;

/** How a channel sells. Texts: {@code channel.kind.<code>}. */
public enum ChannelKind {
    /** By the merchant's own people and their own shop on the web. */
    DIRECT,
    /** In a shop, over the counter. */
    STORE,
    /** On somebody else's platform. */
    MARKETPLACE,
    /** By a program of the merchant's own. */
    API;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ChannelKind of(String code) {
        for (ChannelKind kind : values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new io.storelane.problem.ProblemException(ChannelProblem.KIND_UNKNOWN);
    }
}
