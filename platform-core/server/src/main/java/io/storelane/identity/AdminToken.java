package io.storelane.identity;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** The server's own access token at the identity provider, fetched anew shortly before it ends. */
final class AdminToken {

    private final Function<OAuth2ClientCredentialsGrantRequest, OAuth2AccessTokenResponse> endpoint;
    private final OAuth2ClientCredentialsGrantRequest request;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OAuth2AccessToken token;

    AdminToken(
            Function<OAuth2ClientCredentialsGrantRequest, OAuth2AccessTokenResponse> endpoint,
            OAuth2ClientCredentialsGrantRequest request) {
        this.endpoint = endpoint;
        this.request = request;
    }

    String value() {
        lock.lock();
        try {
            OAuth2AccessToken present = token;
            if (present == null
                    || present.getExpiresAt() == null
                    || present.getExpiresAt().isBefore(Instant.now().plusSeconds(15))) {
                present = endpoint.apply(request).getAccessToken();
                token = present;
            }
            return present.getTokenValue();
        } finally {
            lock.unlock();
        }
    }
}
