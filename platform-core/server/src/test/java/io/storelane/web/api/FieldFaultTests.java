package io.storelane.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.member.Members;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.Receivers;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every field of every body, filled with what it cannot hold: the answer names that very place. Bodies are the examples of the
 * reference, with ids that exist, and with the fields that an example leaves out.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldFaultTests extends ServerTests {

    /** What a field of each type cannot hold. */
    private static final String LONG_TEXT = "x".repeat(10_000);

    /** These may hold what others may not: route, place and the wrong value. */
    private static final Set<String> ALLOWED = Set.of(
            "POST /api/v1/categories /sort less than nothing",
            "PUT /api/v1/categories/{id} /sort less than nothing",
            "POST /api/v1/stock/adjustments/bulk /items/0/quantity less than nothing",
            "POST /api/v1/stock/adjustments/bulk /items/1/quantity less than nothing");

    private final ApplicationContext context;
    private final ApiReference reference;
    private final JsonMapper json;
    private final Stage stage;
    private final Map<String, String> ids = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ApiClient client;

    @Autowired
    FieldFaultTests(ApplicationContext context, ApiReference reference, JsonMapper json) {
        this.context = context;
        this.reference = reference;
        this.json = json;
        this.stage = new Stage(context);
    }

    @BeforeAll
    void aWorkspaceWithOneOfEach() {
        Workspace one = stage.shop();
        UUID top = stage.top(one);
        UUID outlet = stage.node(one, top, "Outlet");
        Person beth = stage.member(one, "Beth", "node_manager", outlet);
        Stage.Employment employment = stage.employ(one, beth, outlet);
        put(employment.staff(), "staff");
        put(employment.assignment(), "assignment");
        put(outlet, "nodes", "nodeId", "parentId");
        put(beth.id(), "members", "userId", "salesPersonId");
        put(stage.invite(one, stage.person("Ines"), "auditor", outlet), "invitations");
        put(employment.department(), "departments", "departmentId");
        put(employment.position(), "positions", "positionId");
        put(stage.role(one, "auditor").id(), "roles", "roleId");
        put(stage.key(one.owner(), one, outlet, Set.of()).id(), "keys");
        Map<String, UUID> wares = new Wares(context, one, "W" + Stage.tail(), "Far").at(outlet);
        wares.forEach((name, id) -> put(id, name));
        Map.ofEntries(
                        Map.entry("brandId", "brands"),
                        Map.entry("categoryId", "categories"),
                        Map.entry("channelId", "channels"),
                        Map.entry("customerId", "customers"),
                        Map.entry("locationId", "locations"),
                        Map.entry("fromId", "locations"),
                        Map.entry("fileId", "file"),
                        Map.entry("files", "file"),
                        Map.entry("variants", "variant"),
                        Map.entry("images", "image"),
                        Map.entry("reservations", "reservation"),
                        Map.entry("lines", "line"),
                        Map.entry("tasks", "task"),
                        Map.entry("lineId", "line"))
                .forEach((name, noun) -> put(Objects.requireNonNull(wares.get(noun), noun), name));
        put(
                Stage.<UUID>one(
                        "select id from core.location where tenant_id = ? and id <> ?::uuid limit 1",
                        one.tenant().value(),
                        Objects.requireNonNull(ids.get("locations"))),
                "toId",
                "toLocationId");
        ids.put("choices", "order.held");
        ids.put(
                "sku",
                Stage.one("select sku from core.variant where id = ?", Objects.requireNonNull(wares.get("variant"))));
        put(
                stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(Members.class)
                                .removeAll(List.of(one.owner().id()))),
                "jobs");
        put(Receivers.off(context, one), "webhooks");
        put(UUID.randomUUID(), "failed-events", "audit", "webhook-deliveries");
        client = stage.program(one.owner(), one, top);
    }

    private void put(UUID id, String... names) {
        for (String name : names) {
            ids.put(name, id.toString());
        }
    }

    @Test
    void aWrongValueIsNamedByItsPlace() {
        for (ApiReference.Route route : reference.routes()) {
            if (route.body() != null && route.body() != byte[].class) {
                JsonNode body = known(json.readTree(Objects.requireNonNull(route.operation(), route.path())
                        .body()
                        .replace("CNY", "USD"))); // the currency of the channel
                walk(route, body, body, "", schema(route));
            }
        }
        assertThat(findings).isEmpty();
    }

    /** The example with ids of things that exist. */
    private JsonNode known(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                if (value.isString() && ids.containsKey(name)) {
                    object.put(name, ids.get(name));
                } else {
                    known(value);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(this::known);
        }
        return node;
    }

    private JsonNode schema(ApiReference.Route route) {
        return json.valueToTree(reference.document())
                .path("paths")
                .path(route.path())
                .path(route.method().toLowerCase(java.util.Locale.ROOT))
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode found = schema.has("anyOf") ? schema.path("anyOf").get(0) : schema;
        String ref = found.path("$ref").asString("");
        return ref.isEmpty() ? found : json.valueToTree(reference.document()).at(ref.substring(1));
    }

    private void walk(ApiReference.Route route, JsonNode body, JsonNode at, String place, JsonNode given) {
        JsonNode schema = resolved(given);
        if (at instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(property -> {
                JsonNode type = resolved(property.getValue());
                String here = place + "/" + property.getKey();
                JsonNode was = object.get(property.getKey());
                if (was != null && was.isContainer()) {
                    walk(route, body, was, here, type);
                } else {
                    wrong(type).forEach((name, value) -> {
                        object.set(property.getKey(), value);
                        ask(route, body, here, name);
                    });
                    if (was == null) {
                        object.remove(property.getKey());
                    } else {
                        object.set(property.getKey(), was);
                    }
                }
            });
        } else if (at instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                JsonNode was = array.get(i);
                if (was.isContainer()) {
                    walk(route, body, was, place + "/" + i, schema.path("items"));
                } else {
                    wrong(resolved(schema.path("items"))).forEach((name, value) -> {
                        array.set(index, value);
                        ask(route, body, place + "/" + index, name);
                    });
                    array.set(i, was);
                }
            }
        }
    }

    private Map<String, JsonNode> wrong(JsonNode schema) {
        Map<String, JsonNode> wrong = new LinkedHashMap<>();
        String type = schema.path("type").toString();
        if (type.contains("string")) {
            if (schema.has("enum")) {
                wrong.put("nonsense", json.valueToTree("nonsense"));
            } else if (!schema.has("format") || schema.path("format").asString().equals("email")) {
                wrong.put("a long text", json.valueToTree(LONG_TEXT));
                wrong.put("half a pair", json.getNodeFactory().stringNode("a\uD800b"));
            } else {
                wrong.put("no " + schema.path("format").asString(), json.valueToTree("nonsense"));
            }
            wrong.put("a number", json.valueToTree(7));
        } else if (type.contains("integer")) {
            wrong.put("less than nothing", json.valueToTree(-1));
            wrong.put("the most", json.valueToTree(type.contains("int32") ? Integer.MAX_VALUE : Long.MAX_VALUE));
            wrong.put("a text", json.valueToTree("7"));
        } else if (type.contains("boolean")) {
            wrong.put("a text", json.valueToTree("true"));
        }
        return wrong;
    }

    private void ask(ApiReference.Route route, JsonNode body, String place, String what) {
        String name = route.method() + " " + route.path() + " " + place + " " + what;
        if (ALLOWED.contains(name)) {
            return;
        }
        Answer answer = send(client, route, body);
        if (answer.status() == 428) {
            answer = send(client.with("If-Match", "\"0\""), route, body);
        }
        if (answer.status() == 429) {
            throw new IllegalStateException("too fast");
        }
        boolean each = route.path().endsWith("/bulk") && answer.status() == 200;
        boolean refused = each || (answer.status() >= 400 && answer.status() < 500);
        if (!refused || !places(answer).contains(place)) {
            findings.add(name + " → " + answer.status() + " " + answer.body());
        }
    }

    /** Every place that the answer names: of one problem, or of each of many. */
    private static List<String> places(Answer answer) {
        List<String> places = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(error -> places.add(error.path("field").asString()));
        answer.json()
                .path("results")
                .forEach(result -> result.path("errors")
                        .forEach(error -> places.add(error.path("field").asString())));
        answer.json()
                .path("data")
                .forEach(result -> places.add(result.at("/error/field").asString("")));
        return places;
    }

    private Answer send(ApiClient asking, ApiReference.Route route, JsonNode body) {
        // half a pair of surrogates is no UTF-8: it can only come escaped
        return asking.send(
                route.method(), path(route), json.writeValueAsString(body).replace("\uD800", "\\ud800"));
    }

    private String path(ApiReference.Route route) {
        String path = route.path();
        while (path.contains("{")) {
            int at = path.indexOf('{');
            String name = path.substring(at + 1, path.indexOf('}'));
            String noun = path.substring(path.lastIndexOf('/', at - 2) + 1, at - 1);
            path = path.substring(0, at)
                    + Objects.requireNonNull(ids.getOrDefault(name, ids.get(noun)), "no id of " + noun)
                    + path.substring(path.indexOf('}') + 1);
        }
        return path;
    }
}
