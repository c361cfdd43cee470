package io.storelane.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.storelane.support.ApiClient;
import io.storelane.support.ServerTests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published document, as others judge it: by the schema of the OpenAPI Initiative, and its examples by its own schemas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiDocumentTests extends ServerTests {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private JsonNode document;

    @BeforeAll
    void theDocument() {
        document = new ApiClient("").get("/api/v1/openapi.json").json();
    }

    private static JsonSchema openApi() throws IOException {
        try (InputStream in = OpenApiDocumentTests.class.getResourceAsStream("/openapi/oas-3.1-schema.json")) {
            return SCHEMAS.getSchema(
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8), STRICT);
        }
    }

    private static List<String> faults(JsonSchema schema, JsonNode value) {
        return schema.validate(value.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void itIsADocumentOfOpenApi31() throws IOException {
        assertThat(faults(openApi(), document)).isEmpty();
    }

    /** A mutant: what is no OpenAPI must be noticed. */
    @Test
    void whatIsNoOpenApiIsNoticed() throws IOException {
        ObjectNode broken = document.deepCopy().asObject();
        ((ObjectNode) broken.at("/paths/~1api~1v1~1nodes/get")).put("parameters", "none");
        assertThat(faults(openApi(), broken)).isNotEmpty();
    }

    @Test
    void itsSchemasAreSchemas() {
        JsonSchema meta = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012), STRICT);
        List<String> findings = new ArrayList<>();
        document.at("/components/schemas")
                .properties()
                .forEach(schema ->
                        faults(meta, schema.getValue()).forEach(fault -> findings.add(schema.getKey() + ": " + fault)));
        assertThat(document.at("/components/schemas").size()).isGreaterThan(60);
        assertThat(findings).isEmpty();
    }

    @Test
    void eachOperationHasATagAndAnEnglishSummary() {
        Set<String> tags = new HashSet<>();
        document.at("/tags").forEach(tag -> tags.add(tag.at("/name").asString()));
        List<String> findings = new ArrayList<>();
        operations().forEach(o -> {
            if (!o.said().at("/summary").asString("").matches("[A-Z][ -~]{5,79}")) {
                findings.add(o.name() + " has no summary in English");
            }
            if (o.said().at("/tags").isEmpty()
                    || !tags.contains(o.said().at("/tags/0").asString())) {
                findings.add(o.name() + " has no tag of the list");
            }
        });
        assertThat(findings).isEmpty();
    }

    @Test
    void eachExampleIsWhatItsSchemaSays() {
        List<String> findings = new ArrayList<>();
        int examples = 0;
        for (Operation operation : operations()) {
            List<JsonNode> contents = new ArrayList<>();
            contents.add(operation.said().at("/requestBody/content/application~1json"));
            operation.said().at("/responses").forEach(r -> contents.add(r.at("/content/application~1json")));
            for (JsonNode content : contents) {
                if (content.has("schema")) {
                    examples++;
                    example(operation.name(), content, findings);
                }
            }
        }
        assertThat(findings).isEmpty();
        assertThat(examples).isGreaterThan(100);
    }

    private void example(String name, JsonNode content, List<String> findings) {
        if (!content.has("example")) {
            findings.add(name + " has no example");
            return;
        }
        ObjectNode schema = content.get("schema").deepCopy().asObject();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.putObject("components").set("schemas", document.at("/components/schemas"));
        faults(SCHEMAS.getSchema(schema.toString(), STRICT), content.get("example"))
                .forEach(fault -> findings.add(name + ": " + fault));
    }

    private record Operation(String name, JsonNode said) {}

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(
                                new Operation(method.getKey() + " " + path.getKey(), method.getValue()))));
        assertThat(operations).hasSizeGreaterThan(100);
        return operations;
    }
}
