package io.storelane.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server reaches the identity provider.
 *
 * @param issuer URL of the realm, as browsers see it
 * @param clientSecret secret of client {@code storelane}, which signs people in
 * @param adminSecret secret of client {@code storelane-server}, which makes users
 * @param refreshAfter how long a session is trusted before it is confirmed with the provider
 * @param termsVersion version of the terms of service in force, a date
 * @param privacyVersion version of the privacy policy in force, a date
 */
@ConfigurationProperties("storelane.identity")
public record IdentityProperties(
        String issuer,
        String clientSecret,
        String adminSecret,
        @DefaultValue("10m") Duration refreshAfter,
        @DefaultValue("2026-11-01") String termsVersion,
        @DefaultValue("2026-11-01") String privacyVersion) {

    /** Origin of the provider: a form that leads there must be allowed to. */
    public String origin() {
        java.net.URI uri = java.net.URI.create(issuer);
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
