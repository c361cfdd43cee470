package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.api.PluginApi;
import io.storelane.plugin.tool.HostServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the guide for authors says of contracts and refusals is all there is of them, and its examples compile. */
class GuidePagesTests {

    private static final Path PAGES = Path.of("../../docs/plugin-guide");
    private static final String IMPORTS = """
            package example;
            import io.storelane.plugin.api.*;
            import io.storelane.plugin.api.channel.*;
            import java.time.*;
            import java.util.*;
            import org.pf4j.Extension;
            """;
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^### `(\\w+)`\\n(.*?)^```java\\n(.*?)^```$(?=\\s*(^##|\\z))");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `plugin/([a-z-]+)` \\| (.*) \\|$");

    private record Section(String words, String example) {}

    private static Map<String, Section> sections() throws IOException {
        Matcher found = SECTION.matcher(Files.readString(PAGES.resolve("contracts.md")));
        Map<String, Section> sections = new LinkedHashMap<>();
        while (found.find()) {
            sections.put(found.group(1), new Section(found.group(2), found.group(3)));
        }
        return sections;
    }

    /** Interfaces of the API that the server calls. */
    private static Set<String> extensionPoints() throws IOException, ClassNotFoundException {
        Set<String> names = new TreeSet<>();
        for (Resource file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:io/storelane/plugin/api/**/*.class")) {
            String path = file.getURL().toString();
            String name = path.substring(path.lastIndexOf("io/storelane/plugin/api/"))
                    .replace(".class", "")
                    .replace('/', '.');
            if (!name.contains("-info")
                    && ExtensionPoint.class.isAssignableFrom(
                            Class.forName(name, false, PluginApi.class.getClassLoader()))) {
                names.add(name.substring(name.lastIndexOf('.') + 1));
            }
        }
        return names;
    }

    @Test
    void everyContractHasASectionWithAnExample() throws Exception {
        Map<String, Section> sections = sections();
        Set<String> points = extensionPoints();
        Set<String> services = new TreeSet<>();
        HostServices.all().values().forEach(type -> services.add(type.substring(type.lastIndexOf('.') + 1)));
        Set<String> all = new TreeSet<>(points);
        all.addAll(services);

        assertThat(points).contains("MenuPages", "ChannelConnector");
        assertThat(new TreeSet<>(sections.keySet())).isEqualTo(all);
        for (String point : points) {
            Section section = Objects.requireNonNull(sections.get(point));
            assertThat(section.example()).as(point).containsPattern("implements " + point + "\\b");
            assertThat(section.words())
                    .as(point)
                    .containsPattern("[Ww]ithout it|by default|By default|as `\\w+`|Late or\\s+broken");
        }
    }

    @Test
    void examplesCompile(@TempDir Path folder) throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (Map.Entry<String, Section> section : sections().entrySet()) {
            String text = section.getValue().example();
            boolean whole = text.startsWith("@Extension");
            Matcher name = Pattern.compile("class (\\w+)").matcher(text);
            String unit = whole && name.find() ? name.group(1) : section.getKey() + "Example";
            sources.add(source(unit, IMPORTS + (whole ? text : "abstract class " + unit + " {\n" + text + "}\n")));
        }
        StringWriter said = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
        assertThat(sources).hasSizeGreaterThan(40);
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///example/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** What has to do with installing stands there word for word. */
    @Test
    void refusalsOfAServerAreListedAsItSaysThem() throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/messages/plugin.properties"))) {
            texts.load(new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
        }
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGES.resolve("findings.md")));
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }
        for (PluginProblem problem : PluginProblem.values()) {
            if (problem.compareTo(PluginProblem.TOO_MANY_ROWS) < 0 && problem != PluginProblem.NOT_FOUND) {
                assertThat(rows).containsKey(code(problem));
            }
        }
        rows.forEach((code, text) -> {
            String key = "problem.plugin." + code.toUpperCase(Locale.ROOT).replace('-', '_');
            assertThat(text).isEqualTo(said(texts.getProperty(key)));
        });
    }

    private static String code(PluginProblem problem) {
        return problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String said(String text) {
        Object[] values = new Object[9];
        Arrays.fill(values, "…");
        String plain = text.replaceAll("\\{(\\d),number\\}", "{$1}");
        return new MessageFormat(plain, Locale.ROOT).format(values).replace("\n", " ");
    }
}
