package io.storelane.identity;

import io.storelane.web.SignedIn;
import java.util.UUID;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** The principal of a session: what the identity provider proved, and who that is here. */
final class StorelaneUser extends DefaultOidcUser implements SignedIn {

    private static final long serialVersionUID = 1L;

    private final UUID userId;

    StorelaneUser(OidcUser proved, UUID userId) {
        super(proved.getAuthorities(), proved.getIdToken(), proved.getUserInfo());
        this.userId = userId;
    }

    @Override
    public UUID userId() {
        return userId;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return super.equals(other) && other instanceof StorelaneUser user && user.userId.equals(userId);
    }

    @Override
    public int hashCode() {
        return userId.hashCode();
    }
}
