package io.storelane.api.web;

import io.storelane.web.api.ApiReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference, to read: the OpenAPI document as a page. */
@Controller
class DevelopersPage {

    private final JsonMapper json;
    private final Supplier<JsonNode> english;
    private final Supplier<JsonNode> chinese;

    DevelopersPage(ApiReference reference, JsonMapper json) {
        this.json = json;
        this.english = SingletonSupplier.of(() -> json.valueToTree(reference.document(Locale.ENGLISH)));
        this.chinese = SingletonSupplier.of(() -> json.valueToTree(reference.document(Locale.SIMPLIFIED_CHINESE)));
    }

    /** A piece of a text; code stands between backticks there. */
    record Piece(String text, boolean code) {}

    record Parameter(String name, String in, boolean required, List<Piece> text) {}

    record Operation(
            String id,
            String method,
            String path,
            String summary,
            List<Piece> details,
            List<String> scopes,
            List<Parameter> parameters,
            String body,
            String answer,
            List<String> statuses) {}

    /** Operations that are about the same. */
    record Group(String id, String title, List<Operation> operations) {}

    @GetMapping("/developers")
    String show(Locale locale, Model model) {
        JsonNode root = (locale.getLanguage().equals("zh") ? chinese : english).get();
        List<List<Piece>> overview = new ArrayList<>();
        for (String paragraph : root.at("/info/description").asString().split("\n\n", -1)) {
            overview.add(pieces(paragraph));
        }
        model.addAttribute("overview", overview);
        model.addAttribute("groups", groups(root));
        model.addAttribute(
                "problem", pretty(root.at("/components/responses/Problem/content/application~1problem+json/example")));
        return "api/developers";
    }

    private List<Group> groups(JsonNode root) {
        Map<String, List<Operation>> operations = new LinkedHashMap<>();
        root.at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode operation = method.getValue();
                    operations
                            .computeIfAbsent(operation.at("/tags/0").asString(), _ -> new ArrayList<>())
                            .add(operation(root, path.getKey(), method.getKey(), operation));
                }));
        List<Group> groups = new ArrayList<>();
        root.at("/tags").forEach(tag -> {
            String name = tag.at("/name").asString();
            groups.add(new Group(name, tag.at("/x-displayName").asString(), operations.getOrDefault(name, List.of())));
        });
        return groups;
    }

    private Operation operation(JsonNode root, String path, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        operation.at("/parameters").forEach(p -> parameters.add(parameter(resolved(root, p))));
        List<String> scopes = new ArrayList<>();
        operation.at("/x-scope").forEach(scope -> scopes.add(scope.asString()));
        List<String> statuses = new ArrayList<>(operation.at("/responses").propertyNames());
        return new Operation(
                operation.at("/operationId").asString(),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.at("/summary").asString(),
                pieces(operation.at("/description").asString("")),
                scopes,
                parameters,
                pretty(operation.at("/requestBody/content/application~1json/example")),
                pretty(operation.at("/responses/" + statuses.getFirst() + "/content/application~1json/example")),
                statuses);
    }

    private static Parameter parameter(JsonNode p) {
        return new Parameter(
                p.at("/name").asString(),
                p.at("/in").asString(),
                p.at("/required").asBoolean(false),
                pieces(p.at("/description").asString("")));
    }

    private static JsonNode resolved(JsonNode root, JsonNode node) {
        String ref = node.at("/$ref").asString("");
        return ref.isEmpty() ? node : root.at(ref.substring(1));
    }

    private String pretty(JsonNode example) {
        return example.isMissingNode()
                ? ""
                : json.writerWithDefaultPrettyPrinter().writeValueAsString(example);
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                pieces.add(new Piece(parts[i], i % 2 == 1));
            }
        }
        return pieces;
    }
}
