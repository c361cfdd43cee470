package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the realm {@value #NAME} to the state of its file, whether it exists or not. Keycloak's own import leaves an
 * existing realm as it is, so each start applies settings, clients, rights and the user profile again; users stay.
 */
final class Realm {
    static final String NAME = "storelane";
    private static final String PATH = "/" + NAME;

    /** Parts of the file that have an address of their own in the Admin REST API. */
    private static final List<String> PARTS = List.of("clients", "users", "requiredActions");

    private final AdminRest admin;
    private final ObjectNode file;

    Realm(AdminRest admin, ObjectNode file) {
        this.admin = admin;
        this.file = file;
    }

    record Values(String clientSecret, String adminClientSecret, List<String> appUrls, int smtpPort) {}

    static ObjectNode file(Values values) {
        String first = values.appUrls().getFirst();
        Map<String, String> placeholders = Map.of(
                "clientSecret", values.clientSecret(),
                "adminClientSecret", values.adminClientSecret(),
                "appUrl", first,
                // Fills an array of strings, hence the inner quotes.
                "redirectUris", values.appUrls().stream().map(u -> u + "/*").collect(Collectors.joining("\", \"")),
                "postLogoutRedirectUris",
                        values.appUrls().stream().map(u -> u + "/*").collect(Collectors.joining("##")),
                "smtpHost", "127.0.0.1",
                "smtpPort", Integer.toString(values.smtpPort()),
                "mailFrom", "no-reply@storelane.local",
                "sslRequired", "none");
        String text = resource("/realm/storelane-realm.json");
        for (var placeholder : placeholders.entrySet()) {
            text = text.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return (ObjectNode) AdminRest.JSON.readTree(text);
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(Realm.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply() {
        ObjectNode settings = file.deepCopy().remove(PARTS);
        if (admin.exists(PATH)) {
            admin.put(PATH, settings);
        } else {
            admin.post("", settings);
        }
        admin.put(PATH + "/users/profile", AdminRest.JSON.readTree(resource("/realm/user-profile.json")));
        file.path("requiredActions")
                .forEach(action -> admin.put(
                        PATH + "/authentication/required-actions/"
                                + action.path("alias").asString(),
                        action));
        file.path("clients").forEach(this::applyClient);
        file.path("users").forEach(this::applyServiceAccount);
    }

    private void applyClient(JsonNode client) {
        JsonNode found = client(client.path("clientId").asString());
        if (found.isMissingNode()) {
            admin.post(PATH + "/clients", client);
        } else {
            admin.put(PATH + "/clients/" + found.path("id").asString(), client);
        }
    }

    private JsonNode client(String clientId) {
        return admin.get(PATH + "/clients?clientId=" + clientId).path(0);
    }

    /** Gives a service account exactly the client roles of the file, no more. */
    private void applyServiceAccount(JsonNode user) {
        String clientId = user.path("serviceAccountClientId").asString();
        String account = admin.get(
                        PATH + "/clients/" + client(clientId).path("id").asString() + "/service-account-user")
                .path("id")
                .asString();
        for (var rights : user.path("clientRoles").properties()) {
            String owner = client(rights.getKey()).path("id").asString();
            String mapping = PATH + "/users/" + account + "/role-mappings/clients/" + owner;
            List<String> wanted =
                    rights.getValue().valueStream().map(JsonNode::asString).toList();
            ArrayNode surplus = AdminRest.JSON.createArrayNode();
            for (JsonNode role : admin.get(mapping)) {
                if (!wanted.contains(role.path("name").asString())) {
                    surplus.add(role);
                }
            }
            if (!surplus.isEmpty()) {
                admin.delete(mapping, surplus);
            }
            ArrayNode roles = AdminRest.JSON.createArrayNode();
            wanted.forEach(role -> roles.add(admin.get(PATH + "/clients/" + owner + "/roles/" + role)));
            admin.post(mapping, roles);
        }
    }

    /** Creates a confirmed user with that password, or resets the password of the existing one. Returns its id. */
    String createUser(String email, String password, String locale) {
        String query = PATH + "/users?exact=true&email=" + AdminRest.encode(email);
        ObjectNode user = AdminRest.JSON.createObjectNode();
        user.put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true);
        user.putObject("attributes").putArray("locale").add(locale);
        user.putArray("requiredActions");
        ObjectNode credential = AdminRest.JSON.createObjectNode();
        credential.put("type", "password").put("value", password).put("temporary", false);
        JsonNode found = admin.get(query).path(0);
        if (found.isMissingNode()) {
            user.putArray("credentials").add(credential);
            admin.post(PATH + "/users", user);
            return admin.get(query).path(0).path("id").asString();
        }
        String id = found.path("id").asString();
        admin.put(PATH + "/users/" + id + "/reset-password", credential);
        return id;
    }
}
