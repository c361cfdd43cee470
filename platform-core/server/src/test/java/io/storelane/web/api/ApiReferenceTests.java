package io.storelane.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.problem.FieldErrors;
import io.storelane.support.ApiClient;
import io.storelane.support.ServerTests;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference names every route, and its examples are what the methods take and give. */
class ApiReferenceTests extends ServerTests {

    private final ApiReference reference;
    private final JsonMapper strict;

    @Autowired
    ApiReferenceTests(ApiReference reference, JsonMapper json) {
        this.reference = reference;
        this.strict = ApiConfiguration.strict(json);
    }

    @Test
    void everyRouteIsDescribedWithExamples() {
        List<String> findings = new ArrayList<>();
        for (ApiReference.Route route : reference.routes()) {
            ApiOperation said = route.operation();
            String name = route.method() + " " + route.path();
            if (said == null || said.value().isBlank()) {
                findings.add(name + " has no @ApiOperation");
                continue;
            }
            example(name + " body", route.body(), said.body(), findings);
            Type answer = route.answer();
            boolean page = answer instanceof ParameterizedType generic && generic.getRawType() == ApiPage.class;
            example(
                    name + " answer",
                    page && answer instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : answer,
                    said.answer(),
                    findings);
        }
        assertThat(findings).isEmpty();
        assertThat(reference.routes()).hasSizeGreaterThan(30);
    }

    /** Each title and description has its Chinese, with the same names of fields and values, and nothing is left over. */
    @Test
    void everyOperationIsSaidInBothLanguages() {
        ApiWords chinese = ApiWords.of(Locale.SIMPLIFIED_CHINESE);
        Set<String> left = new TreeSet<>(chinese.keys());
        List<String> findings = new ArrayList<>();
        for (ApiReference.Route route : reference.routes()) {
            ApiOperation said = Objects.requireNonNull(route.operation());
            said(chinese, route.id(), said.value(), left, findings);
            said(chinese, route.id() + ".details", said.details(), left, findings);
            said(chinese, "tag." + route.tag(), ApiReference.title(route.tag()), left, findings);
        }
        left.removeIf(key -> key.matches("overview|key|(parameter|header|response|example)/.*"));
        assertThat(findings).isEmpty();
        assertThat(left).as("said of nothing").isEmpty();
    }

    private static void said(ApiWords chinese, String key, String english, Set<String> left, List<String> findings) {
        left.remove(key);
        String text = chinese.text(key, "");
        if (english.isEmpty() != text.isEmpty() || (!text.isEmpty() && !text.matches("(?s).*\\p{IsHan}.*"))) {
            findings.add(key + " has no Chinese: " + english);
        } else if (!code(english).equals(code(text))) {
            findings.add(key + " names other values: " + code(english) + " and " + code(text));
        }
    }

    private static Set<String> code(String text) {
        return Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void documentAndPageAreInTheLanguageThatIsAskedFor() {
        ApiClient chinese = new ApiClient("").with("Accept-Language", "zh-CN");
        JsonNode document = chinese.get("/api/v1/openapi.json").json();
        List<String> english = new ArrayList<>();
        document.at("/paths")
                .forEach(path -> path.forEach(operation -> {
                    if (!operation.at("/summary").asString("").matches(".*\\p{IsHan}.*")) {
                        english.add(operation.at("/operationId").asString());
                    }
                }));
        document.at("/components/parameters")
                .forEach(p -> assertThat(p.at("/description").asString()).matches(".*\\p{IsHan}.*"));
        assertThat(english).isEmpty();
        assertThat(new ApiClient("").get("/api/v1/openapi.json").at("/tags/0/x-displayName"))
                .matches("[ -~]+");
        assertThat(chinese.get("/developers").body()).contains("批量操作订单").doesNotContain("List orders");
        assertThat(new ApiClient("").get("/developers").body())
                .contains("List orders")
                .doesNotContain("批量操作订单");
    }

    private void example(
            String name, @org.jspecify.annotations.Nullable Type type, String example, List<String> findings) {
        if (type == null || type == byte[].class) {
            if (!example.isEmpty()) {
                findings.add(name + " has an example and is none");
            }
            return;
        }
        if (example.isEmpty()) {
            findings.add(name + " has no example");
            return;
        }
        try {
            Object value = strict.readValue(example, strict.constructType(type));
            var errors = new FieldErrors();
            judge(value, errors);
            errors.faults().forEach(f -> findings.add(name + " misses " + f.path()));
        } catch (JacksonException e) {
            findings.add(name + ": " + e.getOriginalMessage());
        }
    }

    private static void judge(Object value, FieldErrors errors) {
        ApiBodies.check("", value, errors, (one, _) -> judge(one, errors));
    }

    @Test
    void theDocumentIsSoundAndOpenToAll() {
        ApiClient.Answer answer = new ApiClient("").get("/api/v1/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode document = answer.json();
        assertThat(document.at("/openapi").asString()).startsWith("3.1.");
        Set<String> ids = new HashSet<>();
        List<String> findings = new ArrayList<>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    JsonNode said = operation.getValue();
                    if (!ids.add(said.at("/operationId").asString())) {
                        findings.add(name + " has an operationId of another");
                    }
                    Set<String> inPath = new HashSet<>();
                    said.at("/parameters").forEach(p -> {
                        if (p.at("/in").asString("").equals("path")) {
                            inPath.add("{" + p.at("/name").asString() + "}");
                        }
                    });
                    String rest = path.getKey();
                    for (String one : inPath) {
                        rest = rest.replace(one, "");
                    }
                    if (rest.contains("{")) {
                        findings.add(name + " does not describe its path");
                    }
                    if (said.at("/responses").isEmpty() || said.at("/tags").isEmpty()) {
                        findings.add(name + " says too little");
                    }
                }));
        references(document, document, findings);
        assertThat(findings).isEmpty();
    }

    private static void references(JsonNode root, JsonNode node, List<String> findings) {
        String ref = node.isObject() ? node.at("/$ref").asString("") : "";
        if (!ref.isEmpty() && root.at(ref.substring(1)).isMissingNode()) {
            findings.add(ref + " leads nowhere");
        }
        node.forEach(child -> references(root, child, findings));
    }

    @Test
    void schemasSayWhatIsNeededAndWhatIsPossible() {
        JsonNode document = new ApiClient("").get("/api/v1/openapi.json").json();
        JsonNode body = document.at("/components/schemas/NewNode");
        assertThat(body.at("/required").toString()).isEqualTo("[\"parentId\",\"name\"]");
        assertThat(body.at("/properties/name/maxLength").asInt()).isEqualTo(200);
        assertThat(body.at("/properties/code/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(document.at("/paths/~1api~1v1~1nodes/get/responses/200/headers/Link/$ref")
                        .asString())
                .isEqualTo("#/components/headers/Link");
        assertThat(document.at("/paths/~1api~1v1~1nodes~1{id}/put/responses").has("428"))
                .isTrue();
    }
}
