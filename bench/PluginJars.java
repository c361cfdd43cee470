import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Plugins as their authors make them: compiled against what the server runs on, packed, signed with the key of the run, installed. */
final class PluginJars {

    static final int ENTITIES = 10;

    private static final String TEXTS = """
            plugin.name=%1$s
            plugin.description=One of many
            things.title=Things of %1$s
            things.count=Things
            permission.%1$s.view=See them
            """;

    private final Path work;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param work the copy of the project @param token opens the operators' door */
    PluginJars(Path work, String token) {
        this.work = work;
        this.token = token;
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "bench-%02d", number);
    }

    /** A jar with so many tables and entities, a page, a listener, a card and a panel; what differs between versions is the number. */
    Map<String, byte[]> generated(int number) throws IOException {
        String id = id(number);
        String base = "org.example." + id.replace("-", "");
        Path folder = Files.createDirectories(work.resolve("bench-plugins/" + id));
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < ENTITIES; i++) {
            sources.put("Thing" + i, entity(i));
        }
        sources.put("Setup", """
                @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
                @org.springframework.context.annotation.ComponentScan
                public class Setup {}""");
        sources.put("Store", """
                @org.springframework.stereotype.Repository
                public class Store {
                    private final jakarta.persistence.EntityManager entities;
                    public Store(jakarta.persistence.EntityManager entities) { this.entities = entities; }
                    @org.springframework.transaction.annotation.Transactional(readOnly = true)
                    public long count() {
                        return entities.createQuery("select count(t) from Thing0 t", Long.class).getSingleResult();
                    }
                    @org.springframework.transaction.annotation.Transactional
                    public void see(java.util.UUID id, String name) {
                        if (entities.find(Thing0.class, id) == null) { entities.persist(new Thing0(id, name)); }
                    }
                }""");
        sources.put("ThingsPage", """
                @org.springframework.stereotype.Controller
                class ThingsPage {
                    private final Store store;
                    ThingsPage(Store store) { this.store = store; }
                    @org.springframework.web.bind.annotation.GetMapping("/things")
                    @io.storelane.plugin.api.RequiresPermission("%s.view")
                    String things(org.springframework.ui.Model model) {
                        model.addAttribute("count", store.count());
                        return "things";
                    }
                }""".formatted(id));
        sources.put("Parts", """
                @org.pf4j.Extension
                public class Parts implements io.storelane.plugin.api.HostEventListener, io.storelane.plugin.api.HomePanel,
                        io.storelane.plugin.api.OrderPanel, io.storelane.plugin.api.MenuPages {
                    private final Store store;
                    public Parts(Store store) { this.store = store; }
                    public java.util.Set<String> types() { return java.util.Set.of("order.placed"); }
                    public void on(io.storelane.plugin.api.CallContext context, io.storelane.plugin.api.HostEvent event) {
                        store.see(event.id(), event.type());
                    }
                    public String titleKey() { return "things.title"; }
                    public String permission() { return "%1$s.view"; }
                    public java.util.List<io.storelane.plugin.api.Fact> facts(io.storelane.plugin.api.CallContext context) {
                        return java.util.List.of(io.storelane.plugin.api.Fact.of("things.count", Long.toString(store.count())));
                    }
                    public java.util.List<io.storelane.plugin.api.Fact> facts(
                            io.storelane.plugin.api.CallContext context, java.util.UUID order) {
                        return facts(context);
                    }
                    public java.util.List<Entry> entries() {
                        return java.util.List.of(new Entry("/things", "things.title", "star", "%1$s.view"));
                    }
                }""".formatted(id));
        for (var source : sources.entrySet()) {
            Path file = folder.resolve(base.replace('.', '/') + "/" + source.getKey() + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "package " + base + ";\n\n" + source.getValue() + "\n");
        }
        Map<String, byte[]> entries = compiled(folder);
        put(entries, "ui/messages.properties", TEXTS.formatted(id));
        put(entries, "ui/messages_zh_CN.properties", TEXTS.formatted(id));
        put(entries, "ui/templates/things.html", """
                <!DOCTYPE html>
                <html xmlns:th="http://www.thymeleaf.org" th:replace="~{layout/shell :: shell(#{things.title}, ~{}, ~{::page})}" lang="en">
                <body>
                <div th:fragment="page" class="sl-stack"><section class="card"><div class="card-body"><dl class="facts">
                  <dt th:text="#{things.count}">Things</dt><dd th:text="${count}">0</dd>
                </dl></div></section></div>
                </body>
                </html>
                """);
        put(entries, "db/changelog/master.yaml", "databaseChangeLog:\n  - include: {file: db/changelog/0001-create-things.sql}\n");
        put(
                entries,
                "db/changelog/0001-create-things.sql",
                "--liquibase formatted sql\n\n--changeset " + id + ":0001-create-things\n"
                        + IntStream.range(0, ENTITIES)
                                .mapToObj(i -> "create table thing%d (tenant_id uuid not null, id uuid not null, name text not null, amount bigint not null, at timestamptz, primary key (tenant_id, id));\n".formatted(i))
                                .collect(Collectors.joining()));
        manifest(entries, Map.of(
                "id", id, "version", "1.0.0", "provider", "Bench", "license", "Apache-2.0", "description", "One of many",
                "packages", base, "configuration", base + ".Setup", "permissions", id + ".view"));
        return entries;
    }

    private static String entity(int number) {
        return """
                @jakarta.persistence.Entity
                class Thing%1$d {
                    @jakarta.persistence.Id private java.util.UUID id;
                    @org.hibernate.annotations.TenantId private java.util.UUID tenantId;
                    private String name;
                    private long amount;
                    private java.time.Instant at;
                    protected Thing%1$d() {}
                    Thing%1$d(java.util.UUID id, String name) { this.id = id; this.name = name; }
                }""".formatted(number);
    }

    /** The plugin of that name in this project. */
    Map<String, byte[]> ofProject(String name) throws IOException {
        Path folder = work.resolve("plugins/" + name);
        Map<String, byte[]> entries = compiled(folder.resolve("src/main/java"));
        add(entries, folder.resolve("src/main/resources"));
        String pom = Files.readString(folder.resolve("pom.xml"));
        Map<String, String> values = new TreeMap<>(Map.of("id", name));
        Matcher property = Pattern.compile("<plugin\\.([a-z]+)>([^<]*)<").matcher(pom);
        while (property.find()) {
            values.put(property.group(1), property.group(2));
        }
        String own = pom.substring(pom.indexOf("</parent>"));
        for (String element : List.of("version", "description")) {
            Matcher found = Pattern.compile("<" + element + ">([^<]*)<").matcher(own);
            if (found.find()) {
                values.put(element, found.group(1));
            }
        }
        manifest(entries, values);
        return entries;
    }

    private static void manifest(Map<String, byte[]> entries, Map<String, String> values) {
        StringBuilder text = new StringBuilder("plugin.requires=>=0.1.0 & <0.2.0\n");
        values.forEach((key, value) -> text.append("plugin.").append(key).append('=').append(value).append('\n'));
        put(entries, "plugin.properties", text.toString());
    }

    /** The same as a later release. */
    static Map<String, byte[]> version(Map<String, byte[]> entries, String version) {
        Map<String, byte[]> later = new TreeMap<>(entries);
        String text = new String(entries.get("plugin.properties"), StandardCharsets.UTF_8);
        put(later, "plugin.properties", text.replaceFirst("plugin\\.version=\\S+", "plugin.version=" + version));
        return later;
    }

    private static void put(Map<String, byte[]> entries, String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Map<String, byte[]> entries, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private Map<String, byte[]> compiled(Path sources) throws IOException {
        Path classes = Files.createTempDirectory(work, "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java = all.filter(f -> f.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-d", classes.toString(), "-cp", classPath(), "-parameters", "-processor",
                    "org.pf4j.processor.ExtensionAnnotationProcessor");
            if (!compiler.getTask(null, files, message -> {
                        if (message.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
                            System.err.println(message);
                        }
                    }, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call()) {
                throw new IllegalStateException("The plugin in " + sources + " does not compile.");
            }
        }
        Map<String, byte[]> entries = new TreeMap<>();
        add(entries, classes);
        return entries;
    }

    /** What the server has, unpacked as it runs. */
    private String classPath() throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve(".storelane/run"), 3)) {
            return files.filter(f -> f.toString().endsWith(".jar") && f.getParent().endsWith("lib"))
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            List<String> folders = new ArrayList<>();
            for (String name : entries.keySet()) { // component scans look for folders
                for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
                    String folder = name.substring(0, at + 1);
                    if (!folders.contains(folder)) {
                        folders.add(folder);
                        zip.putNextEntry(new ZipEntry(folder));
                    }
                }
            }
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private String signature(byte[] jar) throws Exception {
        String[] key = Files.readString(work.resolve(".storelane/run/plugin/plugin.key")).strip().split(" ", 3);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key[2]))));
        signature.update(jar);
        return "ed25519 " + key[1] + " " + Base64.getEncoder().encodeToString(signature.sign());
    }

    /** Installs it on the running servers, or upgrades to it. */
    void install(Map<String, byte[]> entries) throws Exception {
        byte[] jar = jar(entries);
        String boundary = "bench" + UUID.randomUUID();
        var body = new ByteArrayOutputStream();
        part(body, boundary, "jar", jar);
        part(body, boundary, "signature", signature(jar).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(Bench.APP + "/operator/v1/plugins"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("A plugin was not installed: " + answer.statusCode() + " " + answer.body());
        }
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, byte[] content) {
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
