package io.storelane.plugin.api;

import java.net.URI;
import java.util.Map;

/**
 * Service {@code oauth}: lets a person allow the plugin something in another system, by OAuth 2.0 with PKCE (S256). The server makes the state,
 * which holds for this workspace, plugin and person, once and for ten minutes, and takes the answer at {@code /oauth/<plugin>/callback};
 * what was granted an {@link OAuthClient} gets.
 *
 * <pre>{@code
 * return "redirect:" + oauth.begin("https://shop.example/authorize", settings.value("client").orElseThrow(), Map.of("scope", "orders"));
 * }</pre>
 */
public interface OAuth {

    /** The address to register at the other system. */
    String redirectUri();

    /**
     * Where to send the person. Called by a page.
     *
     * @param endpoint the other system's authorization endpoint, https
     * @param more other parameters such as {@code scope}; those that the server sets are refused
     */
    URI begin(String endpoint, String clientId, Map<String, String> more);
}
