package io.storelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The SQL of a module names its own tables: those that its {@code package-info} says it owns. Another module's table is asked for
 * at that module's door, or stands here with the reason why not; it is never written.
 */
class TableOwnerTests {

    private static final Path SOURCES = Path.of("src/main/java/io/storelane");
    private static final Path CHANGES = Path.of("src/main/resources/db/changelog");

    /** What every module may read: the name of the node that a row belongs to, and the path by which lists are restricted. */
    private static final String NODES = "core.org_node";

    private static final String ONE_READ_OF_A_REQUEST = "read with each request, in one statement";
    private static final String ONE_STATEMENT_OF_A_LIST =
            "a page of the list is sorted, searched and filtered by it: together in one statement, or not at all";
    private static final String NO_CIRCLE = "the owner uses this module, so it cannot be asked";

    /** Module and table, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("access core.role", ONE_READ_OF_A_REQUEST),
            Map.entry("access core.role_assignment", ONE_READ_OF_A_REQUEST),
            Map.entry("access core.role_permission", ONE_READ_OF_A_REQUEST),
            Map.entry("api platform.tenant", "the tenant of a key, before there is a scope"),
            Map.entry("billing core.tenant_profile", NO_CIRCLE + "; its row is what those wait for who count"),
            Map.entry("catalog core.channel", ONE_STATEMENT_OF_A_LIST),
            Map.entry("channel core.tenant_profile", "the workspace's language, in the one read that each order costs"),
            Map.entry("connector core.channel", ONE_STATEMENT_OF_A_LIST),
            Map.entry("customer core.sales_order", NO_CIRCLE + "; what somebody has bought"),
            Map.entry("fulfilment core.department", ONE_STATEMENT_OF_A_LIST),
            Map.entry("fulfilment core.location", ONE_STATEMENT_OF_A_LIST),
            Map.entry("identity platform.membership", NO_CIRCLE + "; where somebody is a member, at sign-in"),
            Map.entry("identity platform.tenant", NO_CIRCLE + "; where somebody is a member, at sign-in"),
            Map.entry("inventory core.product", ONE_STATEMENT_OF_A_LIST),
            Map.entry("inventory core.variant", ONE_STATEMENT_OF_A_LIST),
            Map.entry("metric core.tenant_profile", NO_CIRCLE + "; zone and currency of figures"),
            Map.entry("member core.role", ONE_STATEMENT_OF_A_LIST),
            Map.entry("member core.role_assignment", ONE_STATEMENT_OF_A_LIST),
            Map.entry("member core.staff_assignment", ONE_STATEMENT_OF_A_LIST),
            Map.entry("operation core.product", "asks whether the demo is filled already"),
            Map.entry("operation core.sales_order", "asks whether the demo is filled already"),
            Map.entry("order core.channel", ONE_STATEMENT_OF_A_LIST),
            Map.entry("order core.location", ONE_STATEMENT_OF_A_LIST),
            Map.entry("order core.product", ONE_STATEMENT_OF_A_LIST),
            Map.entry("order core.role_assignment", ONE_STATEMENT_OF_A_LIST),
            Map.entry("order core.stock_level", ONE_STATEMENT_OF_A_LIST),
            Map.entry("order core.variant", ONE_STATEMENT_OF_A_LIST),
            Map.entry("organization core.role_assignment", NO_CIRCLE),
            Map.entry("plugin platform.tenant", "the tenant of a call, before there is a scope"),
            Map.entry("plugin core.event", "a delivery says what its event says, which is kept once"),
            Map.entry("rma core.location", ONE_STATEMENT_OF_A_LIST),
            Map.entry("secret platform.tenant", "each workspace in turn, by a command of the operator"),
            Map.entry("webhook core.event", "a delivery says what its event says, which is kept once"),
            Map.entry("workspace core.invitation", "counts of the first steps, in one statement"),
            Map.entry("workspace core.role_assignment", "counts of the first steps, in one statement"),
            Map.entry("workspace core.staff_assignment", "counts of the first steps, in one statement"));

    private static final Pattern OWNED = Pattern.compile("\\{@code ((?:core|platform)\\.\\w+)}");
    private static final Pattern CREATED = Pattern.compile("create table ((?:core|platform)\\.\\w+)");
    private static final Pattern COMMENT =
            Pattern.compile("^\\s*(/\\*.*?\\*/|//.*?$)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern NAMED =
            Pattern.compile("(?:(update|into|delete from)\\s+)?\\b((?:core|platform)\\.\\w+)");
    private static final Pattern BY_NAME_ALONE =
            Pattern.compile("(Rows\\.(?:<[\\w.]+>)?of\\(|@Table\\(name = |rewrite\\()\"(\\w+)\"");

    /** A table in the SQL of a module. */
    record Use(String module, String table, boolean written) {

        String key() {
            return module + " " + table;
        }
    }

    @Test
    void aModuleNamesItsOwnTables() throws IOException {
        Map<String, String> owners = owners();
        Set<String> used = new TreeSet<>();
        List<String> wrong = sources().stream()
                .flatMap(file -> uses(module(file), read(file)).stream())
                .filter(use -> owners.containsKey(use.table()))
                .filter(use -> !use.module().equals(owners.get(use.table())))
                .peek(use -> used.add(use.key()))
                .filter(use -> use.written() || (!use.table().equals(NODES) && !EXCEPTIONS.containsKey(use.key())))
                .map(use -> use.key() + (use.written() ? " (written)" : "") + ", of " + owners.get(use.table()))
                .distinct()
                .sorted()
                .toList();
        assertThat(wrong).isEmpty();
        assertThat(EXCEPTIONS.keySet()).as("exceptions that nobody needs").isSubsetOf(used);
    }

    @Test
    void eachTableHasOneOwner() throws IOException {
        Set<String> created;
        try (Stream<Path> files = Files.list(CHANGES)) {
            created = files.filter(f -> f.toString().endsWith(".sql"))
                    .flatMap(f -> CREATED.matcher(read(f)).results().map(m -> m.group(1)))
                    .collect(Collectors.toSet());
        }
        assertThat(owners().keySet()).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void namesAreSeenWhereverTheyStand() {
        assertThat(uses("a", "sql(\"select 1 from core.price p join platform.tenant t\")"))
                .containsExactly(new Use("a", "core.price", false), new Use("a", "platform.tenant", false));
        assertThat(uses("a", "/** core.price */ x(); // y\n // core.price\n")).isEmpty();
        assertThat(uses("a", "\"update core.price set\", \"insert into core.brand (\", \"delete from core.file\""))
                .containsExactly(
                        new Use("a", "core.price", true),
                        new Use("a", "core.brand", true),
                        new Use("a", "core.file", true));
        assertThat(uses("a", "Rows.<Line>of(\"order_line\") @Table(name = \"location\")"))
                .containsExactly(new Use("a", "core.order_line", true), new Use("a", "core.location", true));
    }

    private static List<Use> uses(String module, String source) {
        String code = COMMENT.matcher(source).replaceAll("");
        return Stream.concat(
                        NAMED.matcher(code).results().map(m -> new Use(module, m.group(2), m.group(1) != null)),
                        BY_NAME_ALONE.matcher(code).results().map(m -> new Use(module, "core." + m.group(2), true)))
                .toList();
    }

    private static Map<String, String> owners() throws IOException {
        Map<String, String> owners = new HashMap<>();
        for (Path file : sources()) {
            if (file.endsWith("package-info.java")) {
                for (MatchResult owned : OWNED.matcher(read(file)).results().toList()) {
                    assertThat(owners.put(owned.group(1), module(file)))
                            .as(owned.group(1))
                            .isNull();
                }
            }
        }
        return owners;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    private static String module(Path file) {
        return SOURCES.relativize(file).getName(0).toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
