package io.storelane.web;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How browsers reach the server.
 *
 * @param publicUrl scheme, host and port that people see, without a slash at the end
 * @param trustedProxies addresses of proxies whose {@code X-Forwarded-For} is believed; nobody else's is
 * @param signUpsPerAddress sign-up forms that one client address may send in an hour
 */
@ConfigurationProperties("storelane.web")
public record WebProperties(
        @DefaultValue("http://localhost:8080") String publicUrl,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("30") int signUpsPerAddress) {

    public boolean secure() {
        return publicUrl.startsWith("https:");
    }

    /** Host and port as a browser sends them. */
    public String authority() {
        return URI.create(publicUrl).getAuthority();
    }
}
