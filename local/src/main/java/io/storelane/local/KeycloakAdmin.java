package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The administration of the realm over Keycloak's REST interface. */
final class KeycloakAdmin implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String password;
    private String token = "";
    private long tokenEnds;

    KeycloakAdmin(String url, String password) {
        this.url = url;
        this.password = password;
    }

    private record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** Brings the realm into the state of the file; repeatable. A value of null leaves its field away. */
    void apply(Map<String, @Nullable Object> values) {
        JsonNode file;
        try (InputStream in = KeycloakAdmin.class.getResourceAsStream("/realm/storelane-realm.json")) {
            if (in == null) {
                throw new LocalFailure("The realm file is not on the classpath: build the local module with Maven.");
            }
            file = JSON.readTree(in);
        } catch (IOException e) {
            throw new LocalFailure("Cannot read the realm file.", e);
        }
        fill(file, values);
        JsonNode realm = file.required("realm");
        String base = "/admin/realms/" + Keycloak.REALM;
        if (call("GET", base, null, 200, 404).status() == 404) {
            call("POST", "/admin/realms", realm, 201);
        } else {
            call("PUT", base, realm, 204);
        }
        call("PUT", base + "/users/profile", file.required("userProfile"), 200);
        for (JsonNode alias : file.required("requiredActions")) {
            String path = base + "/authentication/required-actions/" + alias.asString();
            ObjectNode action = (ObjectNode) call("GET", path, null, 200).json();
            if (!action.path("enabled").asBoolean(false)) {
                action.put("enabled", true);
                call("PUT", path, action, 204);
            }
        }
        for (JsonNode client : file.required("clients")) {
            String name = client.required("clientId").asString();
            String id = clientId(name);
            if (id == null) {
                call("POST", base + "/clients", client, 201);
            } else {
                call("PUT", base + "/clients/" + id, client, 204);
            }
        }
        for (Map.Entry<String, JsonNode> account :
                file.required("serviceAccountRoles").properties()) {
            grant(base, account.getKey(), account.getValue());
        }
    }

    private void grant(String base, String client, JsonNode names) {
        String user = call("GET", base + "/clients/" + clientId(client) + "/service-account-user", null, 200)
                .json()
                .required("id")
                .asString();
        String management = clientId("realm-management");
        String path = base + "/users/" + user + "/role-mappings/clients/" + management;
        List<String> wanted = new ArrayList<>();
        for (JsonNode name : names) {
            wanted.add(name.asString());
        }
        ArrayNode missing = JSON.createArrayNode();
        for (JsonNode role : call("GET", path + "/available", null, 200).json()) {
            if (wanted.contains(role.required("name").asString())) {
                missing.add(role);
            }
        }
        if (!missing.isEmpty()) {
            call("POST", path, missing, 204);
        }
    }

    private @Nullable String clientId(String name) {
        JsonNode found = call("GET", "/admin/realms/" + Keycloak.REALM + "/clients?clientId=" + encode(name), null, 200)
                .json();
        return found.isEmpty() ? null : found.get(0).required("id").asString();
    }

    String createUser(String email, String name, String userPassword, String locale) {
        String users = "/admin/realms/" + Keycloak.REALM + "/users";
        ObjectNode found = user(email);
        ObjectNode user = found == null ? JSON.createObjectNode() : found;
        user.put("username", email);
        user.put("email", email);
        user.put("firstName", name);
        user.put("lastName", "");
        user.put("enabled", true);
        user.put("emailVerified", true);
        user.putObject("attributes").putArray("locale").add(locale);
        user.putArray("requiredActions");
        if (found == null) {
            call("POST", users, user, 201);
            user = user(email);
            if (user == null) {
                throw new LocalFailure("Keycloak did not keep the user " + email + ".");
            }
        } else {
            call("PUT", users + "/" + found.required("id").asString(), user, 204);
        }
        String id = user.required("id").asString();
        ObjectNode credential = JSON.createObjectNode();
        credential.put("type", "password");
        credential.put("value", userPassword);
        credential.put("temporary", false);
        call("PUT", users + "/" + id + "/reset-password", credential, 204);
        return id;
    }

    void setUserEnabled(String email, boolean enabled) {
        ObjectNode user = user(email);
        if (user == null) {
            throw new LocalFailure("Keycloak has no user " + email + ".");
        }
        user.put("enabled", enabled);
        call(
                "PUT",
                "/admin/realms/" + Keycloak.REALM + "/users/"
                        + user.required("id").asString(),
                user,
                204);
    }

    /** Ends all sessions of a user, as an operator does; the application hears of it by back-channel logout. */
    void endSessions(String email) {
        ObjectNode user = user(email);
        if (user == null) {
            throw new LocalFailure("Keycloak has no user " + email + ".");
        }
        call(
                "POST",
                "/admin/realms/" + Keycloak.REALM + "/users/"
                        + user.required("id").asString() + "/logout",
                null,
                204);
    }

    private @Nullable ObjectNode user(String email) {
        JsonNode found = call(
                        "GET",
                        "/admin/realms/" + Keycloak.REALM + "/users?exact=true&email=" + encode(email),
                        null,
                        200)
                .json();
        return found.isEmpty() ? null : (ObjectNode) found.get(0);
    }

    private static void fill(JsonNode node, Map<String, @Nullable Object> values) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                String key = placeholder(field.getValue());
                if (key == null || !values.containsKey(key)) {
                    fill(field.getValue(), values);
                } else {
                    Object value = values.get(key);
                    if (value == null) {
                        object.remove(field.getKey());
                    } else {
                        object.set(field.getKey(), JSON.valueToTree(value));
                    }
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                fill(element, values);
            }
        }
    }

    private static @Nullable String placeholder(JsonNode node) {
        if (!node.isString()) {
            return null;
        }
        String text = node.asString();
        return text.startsWith("${") && text.endsWith("}") ? text.substring(2, text.length() - 1) : null;
    }

    private synchronized String token() {
        if (System.nanoTime() - tokenEnds < 0) {
            return token;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=password&client_id=admin-cli&username="
                        + encode(Keycloak.ADMIN) + "&password=" + encode(password)))
                .build();
        Answer answer = send(request);
        if (answer.status() != 200) {
            throw new LocalFailure(
                    "Keycloak does not accept the administrator in secrets.properties (" + answer.body()
                            + "): the file and the database do not belong together. Restore the file, or move the folder away.");
        }
        JsonNode json = answer.json();
        token = json.required("access_token").asString();
        tokenEnds = System.nanoTime()
                + Duration.ofSeconds(json.path("expires_in").asLong(60) * 2 / 3).toNanos();
        return token;
    }

    private Answer call(String method, String path, @Nullable JsonNode body, int... accepted) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token());
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        Answer answer = send(request.build());
        for (int status : accepted) {
            if (answer.status() == status) {
                return answer;
            }
        }
        throw new LocalFailure(
                "Keycloak refused " + method + " " + path + ": " + answer.status() + " " + answer.body());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new LocalFailure("Keycloak at " + url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while talking to Keycloak.");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
