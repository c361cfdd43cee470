package io.storelane.local;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Keycloak's Admin REST API as its bootstrap administrator. */
final class AdminRest implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String password;
    private String token = "";
    private long tokenUntil;

    AdminRest(String url, String password) {
        this.url = url;
        this.password = password;
    }

    JsonNode get(String path) {
        return exchange("GET", path, null, 200);
    }

    boolean exists(String path) {
        return send("GET", path, null).statusCode() == 200;
    }

    JsonNode post(String path, JsonNode body) {
        return exchange("POST", path, body, 201, 204, 200);
    }

    void put(String path, JsonNode body) {
        exchange("PUT", path, body, 204, 200);
    }

    void delete(String path, JsonNode body) {
        exchange("DELETE", path, body, 204);
    }

    private JsonNode exchange(String method, String path, @Nullable JsonNode body, int... expected) {
        HttpResponse<String> response = send(method, path, body);
        for (int status : expected) {
            if (response.statusCode() == status) {
                return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
            }
        }
        throw new LocalStackException(
                "Keycloak answered %s %s with %d: %s".formatted(method, path, response.statusCode(), response.body()));
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonNode body) {
        return send(HttpRequest.newBuilder(URI.create(url + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LocalStackException("Keycloak does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted", e);
        }
    }

    private String token() {
        // The master realm's access tokens live for a minute.
        if (System.nanoTime() >= tokenUntil || token.isEmpty()) {
            String form = form(Map.of(
                    "grant_type",
                    "password",
                    "client_id",
                    "admin-cli",
                    "username",
                    Keycloak.ADMIN,
                    "password",
                    password));
            HttpResponse<String> response =
                    send(HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form)));
            if (response.statusCode() != 200) {
                throw new LocalStackException(
                        "Keycloak refuses its administrator (%d: %s). If secrets.properties was replaced, delete the data beside it."
                                .formatted(response.statusCode(), response.body()));
            }
            token = JSON.readTree(response.body()).path("access_token").asString();
            tokenUntil = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        }
        return token;
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
