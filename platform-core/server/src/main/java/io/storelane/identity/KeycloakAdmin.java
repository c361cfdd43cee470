package io.storelane.identity;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** The few calls of Keycloak's Admin REST API that the server makes. Source: Keycloak 26 Admin REST API. */
interface KeycloakAdmin {

    /** A user; unknown fields are left as they are. */
    record UserRepresentation(
            @Nullable String id,
            String username,
            String email,
            @Nullable String firstName,
            boolean enabled,
            boolean emailVerified,
            @Nullable List<String> requiredActions,
            @Nullable Map<String, List<String>> attributes) {}

    @PostExchange("/users")
    ResponseEntity<Void> create(@RequestBody UserRepresentation user);

    @GetExchange("/users")
    List<UserRepresentation> find(@RequestParam String email, @RequestParam boolean exact);

    /** Mails a link that makes the user carry out these actions; {@code lifespan} in seconds. */
    @PutExchange("/users/{id}/execute-actions-email")
    void executeActionsEmail(
            @PathVariable String id,
            @RequestParam("client_id") String clientId,
            @RequestParam("redirect_uri") String redirectUri,
            @RequestParam int lifespan,
            @RequestBody List<String> actions);
}
