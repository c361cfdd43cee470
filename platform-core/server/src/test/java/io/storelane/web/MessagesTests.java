package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemCode;
import io.storelane.role.RoleTemplate;
import io.storelane.support.TestStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

/** Every text exists in both languages, says the same with the same values, and every text that is asked for exists. */
class MessagesTests {

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)[^}]*}");

    /** What UTF-8 looks like when it was read as something else, and what stands for a lost character. */
    private static final Pattern MOJIBAKE =
            Pattern.compile("[\uFFFD\u0080-\u009F]|Ã[\u0080-\u00BF]|â€|ï¼|[äåæçè][\u0080-\u00BF¸¹»º¼½¾]|\\?\\?");

    private static final Pattern TEMPLATE_KEY = Pattern.compile("#\\{([A-Za-z][A-Za-z0-9._-]*)[}(]");
    private static final Pattern AUDITED =
            Pattern.compile("(?:audit\\.record|replaceLogo|[^.]record|[^.\\w]end)\\([^;]*?\"([a-z]{3,}\\.[a-z]+)\"");
    private static final Pattern DOTTED = Pattern.compile("\"([a-z][A-Za-z]*(?:\\.[A-Za-z][A-Za-z0-9_-]*)+)\"");

    /** Words with a dot in page classes that are no texts: names of files, and actions of the trail. */
    private static final Set<String> NO_TEXTS =
            Set.of("logo.png", "request.id", "tenant.id", "storelane.rate", "storelane.web");

    /** Words before and after a number, of which a language may need one only. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("ui.bulk.before", "ui.bulk.after");

    static List<String> bundles() throws IOException {
        Object names = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .getFirst()
                .getProperty("spring.messages.basename");
        return Arrays.stream(Objects.requireNonNull(names).toString().split(",", -1))
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void bothLanguagesSayTheSame(String bundle) throws IOException {
        Map<String, String> english = read(bundle + ".properties");
        Map<String, String> chinese = read(bundle + "_zh_CN.properties");
        assertThat(english).isNotEmpty();
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> {
            String other = Objects.requireNonNull(chinese.get(key));
            assertThat(arguments(other)).as(key).isEqualTo(arguments(text));
            for (String one : List.of(text, other)) {
                assertThat(one.isBlank() && !MAY_BE_EMPTY.contains(key)).as(key).isFalse();
                assertThat(MOJIBAKE.matcher(one).find()).as(key + ": " + one).isFalse();
                if (!arguments(one).isEmpty()) {
                    // an apostrophe that is not doubled swallows the arguments behind it
                    boolean numbers = one.matches("(?s).*\\{\\d+,.*");
                    Object[] values = numbers
                            ? new Object[] {2, 3, 4, 5, 6, 7}
                            : new Object[] {"v0", "v1", "v2", "v3", "v4", "v5"};
                    String shown = new MessageFormat(one, Locale.ENGLISH).format(values);
                    assertThat(shown).as(key).doesNotContain("{").doesNotContain("}");
                }
            }
        });
    }

    @Test
    void noKeyStandsInTwoBundles() throws IOException {
        Map<String, String> home = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        for (String bundle : bundles()) {
            for (String key : read(bundle + ".properties").keySet()) {
                String first = home.putIfAbsent(key, bundle);
                if (first != null) {
                    twice.add(key + " in " + first + " and " + bundle);
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void chineseTextsAreChinese() throws IOException {
        Pattern chinese = Pattern.compile("\\p{IsHan}");
        List<String> same = new ArrayList<>();
        for (String bundle : bundles()) {
            Map<String, String> english = read(bundle + ".properties");
            read(bundle + "_zh_CN.properties").forEach((key, text) -> {
                boolean words = Pattern.compile("[A-Za-z]{4,} [A-Za-z]{2,}")
                        .matcher(text)
                        .find();
                if (words && !chinese.matcher(text).find() && text.equals(english.get(key))) {
                    same.add(key + "=" + text);
                }
            });
        }
        assertThat(same).isEmpty();
    }

    @Test
    void everyProblemHasItsText() throws ReflectiveOperationException, IOException {
        Set<String> keys = new TreeSet<>();
        for (var found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.storelane")) {
            if (found.isEnum() && found.isAssignableTo(ProblemCode.class)) {
                Class<?> type = Class.forName(found.getName());
                for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
                    keys.add(((ProblemCode) constant).messageKey());
                }
            }
        }
        assertThat(keys).hasSizeGreaterThan(30);
        assertThat(missing(keys)).isEmpty();
    }

    @Test
    void everyPermissionAndRoleTemplateHasItsText() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Permission permission : Permission.values()) {
            keys.add("permission." + permission.key());
            keys.add("permission." + permission.key() + ".help");
        }
        RoleTemplate.all().forEach(template -> keys.add(template.descriptionKey()));
        assertThat(missing(keys)).isEmpty();
    }

    /** A constraint without a text would be an error of the server where it is broken. */
    @Test
    void everyConstraintHasItsText() throws IOException {
        Pattern constraint = Pattern.compile("import jakarta\\.validation\\.constraints\\.(\\w+);");
        Set<String> used = new TreeSet<>();
        sources("platform-core/server/src/main/java", ".java")
                .forEach(source -> constraint.matcher(source).results().forEach(m -> used.add(m.group(1))));
        assertThat(used).contains("NotEmpty", "Size");
        assertThat(missing(used)).isEmpty();
    }

    @Test
    void everyTextOfATemplateExists() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String module : List.of("server", "ui")) {
            sources("platform-core/" + module + "/src/main/resources/templates", ".html")
                    .forEach(source -> TEMPLATE_KEY.matcher(source).results().forEach(m -> keys.add(m.group(1))));
        }
        assertThat(keys).hasSizeGreaterThan(100);
        assertThat(missing(keys)).isEmpty();
    }

    @Test
    void everyTextThatAPageClassNamesExists() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path folder : folders("web")) {
            for (String source : sources(folder.toString(), ".java")) {
                // examples of documents hold names of permissions, and values of parameters those of jobs
                DOTTED.matcher(source.replaceAll("(?s)\"\"\".*?\"\"\"|@OneOf\\(\\{.*?}\\)", ""))
                        .results()
                        .map(m -> m.group(1))
                        .filter(k -> !NO_TEXTS.contains(k))
                        .forEach(keys::add);
            }
        }
        assertThat(keys).hasSizeGreaterThan(40);
        keys.removeIf(key -> key.endsWith(".csv"));
        assertThat(missing(keys)).isEmpty();
    }

    @Test
    void everyActionOfTheTrailHasItsText() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String source : sources("platform-core/server/src/main/java", ".java")) {
            if (source.contains("AuditLog") && !source.contains("class AuditLog")) {
                Matcher matcher = AUDITED.matcher(source);
                while (matcher.find()) {
                    keys.add("audit.action." + matcher.group(1));
                }
            }
        }
        assertThat(keys)
                .contains("audit.action.role.granted", "audit.action.node.moved", "audit.action.member.invited")
                .hasSizeGreaterThan(15);
        assertThat(missing(keys)).isEmpty();
    }

    private static Set<String> missing(Set<String> keys) throws IOException {
        Set<String> known = new HashSet<>();
        for (String bundle : bundles()) {
            known.addAll(read(bundle + ".properties").keySet());
        }
        return keys.stream().filter(k -> !known.contains(k)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MessagesTests.class.getClassLoader().getResourceAsStream(name), () -> "no file " + name)) {
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> texts = new TreeMap<>();
            properties.forEach((key, text) -> texts.put(key.toString(), text.toString()));
            return texts;
        }
    }

    private static List<Path> folders(String name) throws IOException {
        try (Stream<Path> all = Files.walk(TestStack.root().resolve("platform-core/server/src/main/java"))) {
            return all.filter(p ->
                            Files.isDirectory(p) && p.getFileName().toString().equals(name))
                    .toList();
        }
    }

    private static List<String> sources(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(TestStack.root().resolve(folder))) {
            return all.filter(p -> p.toString().endsWith(end))
                    .map(MessagesTests::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
