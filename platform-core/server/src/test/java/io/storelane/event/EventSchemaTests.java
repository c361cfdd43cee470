package io.storelane.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.storelane.member.Members;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Every event has its schema in the catalogue, and says what the schema says. */
class EventSchemaTests extends ServerTests {

    private static final Path CATALOGUE = TestStack.root().resolve("docs/api");

    /** One type, or one of two. */
    private static final String TYPE = "\"([a-z_.]+)\"(?:\\s*:\\s*\"([a-z_.]+)\")?";

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:events\\.append\\(|new NewEvent\\(|happened\\(\\s*[a-z]+,(?:\\s*[a-z]+ \\?)?)\\s*" + TYPE);

    /** Types that a method gets which writes the trail and the event; the trail itself is not asked for. */
    private static final Pattern HANDED_ON = Pattern.compile(
            "(?:(?:trail\\.|(?<![.\\w]))(?:record|written|become|end)\\(|String action = )(?=[^;{}\"]*\"[a-z]+\\.)[^;{}\"]*"
                    + TYPE);

    /** Stand in the audit trail alone. */
    private static final Set<String> NO_EVENTS =
            Set.of("audit.exported", "customer.unmasked", "export.fetched", "workspace.exported");

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    EventSchemaTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    private static Map<String, JsonSchema> schemas() throws IOException {
        Map<String, JsonSchema> schemas = new TreeMap<>();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        try (Stream<Path> files = Files.list(CATALOGUE.resolve("events"))) {
            for (Path file : files.toList()) {
                schemas.put(
                        file.getFileName().toString().replaceAll("\\.json$", ""),
                        factory.getSchema(Files.readString(file)));
            }
        }
        return schemas;
    }

    @Test
    void everyTypeInTheSourcesHasASchema() throws IOException {
        Set<String> written = new TreeSet<>();
        Path sources = TestStack.root().resolve("platform-core/server/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (Pattern pattern : List.of(WRITTEN, HANDED_ON)) {
                    Matcher matcher = pattern.matcher(source);
                    while (matcher.find()) {
                        Stream.of(matcher.group(1), matcher.group(2))
                                .filter(Objects::nonNull)
                                // the timeline of an order names the verb alone
                                .map(type -> type.contains(".") ? type : "order." + type)
                                .forEach(written::add);
                    }
                }
            }
        }
        written.remove("order."); // its verbs are found where they are given
        written.remove("fulfilment."); // as those of an order
        written.removeAll(NO_EVENTS);
        assertThat(written)
                .hasSizeGreaterThan(70)
                .contains("order.units_cancelled", "channel.closed", "product.delisted", "transfer.sent");
        assertThat(schemas().keySet()).containsAll(written);
    }

    @Test
    void everyTypeStandsInTheCatalogue() throws IOException {
        String page = Files.readString(CATALOGUE.resolve("events.md"));
        assertThat(schemas().keySet()).allMatch(type -> page.contains("[`" + type + "`](events/" + type + ".json)"));
    }

    /** The log holds by now what other tests did, too. */
    @Test
    void everyEventOfTheLogKeepsItsSchema() throws IOException {
        Workspace shop = stage.shop();
        stage.node(shop, stage.top(shop), "North");
        Person member = stage.member(shop, "Mary", "auditor", stage.top(shop));
        stage.run(shop.owner(), shop, () -> context.getBean(Members.class).remove(member.id()));
        Map<String, JsonSchema> schemas = schemas();
        List<String> findings = new ArrayList<>();
        for (Object row : Stage.all(
                "select distinct type || ' ' || payload from core.event where type not like 'probe.%' and type not like 'plugin.%' limit 100000")) {
            String[] parts = Objects.requireNonNull(row).toString().split(" ", 2);
            JsonSchema schema = schemas.get(parts[0]);
            if (schema == null) {
                findings.add(parts[0] + " has no schema");
            } else {
                schema.validate(parts[1], InputFormat.JSON)
                        .forEach(fault -> findings.add(parts[0] + ": " + fault.getMessage()));
            }
        }
        assertThat(findings.stream().distinct()).isEmpty();
    }
}
