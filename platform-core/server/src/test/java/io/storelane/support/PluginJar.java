package io.storelane.support;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The jar of a plugin, compiled from a folder below {@code src/test/plugins} as its author would, with changes that a test makes. */
public final class PluginJar {

    public static final String OPERATOR_TOKEN = "operator-" + UUID.randomUUID();

    private static final KeyPair KEYS = keys();

    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Map<String, String> manifest = new TreeMap<>();

    private PluginJar() {}

    /** What a server needs to take what is signed here. */
    public static Map<String, String> serverEnv() {
        return Map.of(
                "STORELANE_PLUGIN_KEYS_TEST",
                publicKey(),
                "STORELANE_PLUGIN_OPERATOR_TOKEN",
                OPERATOR_TOKEN,
                "STORELANE_PLUGIN_FOLDER",
                TestStack.root().resolve(".storelane/test/plugins").toString());
    }

    public static String publicKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A plugin with nothing but its manifest. */
    public static PluginJar empty(String id, String version) {
        String texts = "plugin.name=" + id + "\nplugin.description=A plugin of the tests\n";
        return new PluginJar()
                .file("ui/messages.properties", texts)
                .file("ui/messages_zh_CN.properties", texts)
                .with("plugin.id", id)
                .with("plugin.version", version)
                .with("plugin.requires", ">=0.1.0 & <0.2.0")
                .with("plugin.provider", "Example")
                .with("plugin.license", "Apache-2.0")
                .with("plugin.description", "A plugin of the tests")
                .with("plugin.packages", "org.example." + id.replace("-", ""));
    }

    /** One that calls the other. */
    public static PluginJar campaign(String version) {
        return of("campaign", "campaign", version, compiled("loyalty"))
                .with("plugin.configuration", "org.example.campaign.CampaignPage$Campaign")
                .with("plugin.permissions", "campaign.run")
                .with("plugin.dependencies", "loyalty@>=1.0.0 & <2.0.0");
    }

    private static String compiled(String folder) {
        try {
            Path classes = temporary();
            compile(source(folder).resolve("java"), classes, "");
            return classes.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder that goes with the process. */
    private static Path temporary() throws IOException {
        Path folder = Files.createTempDirectory("plugin-classes");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
        return folder;
    }

    private static Path source(String folder) {
        return TestStack.root().resolve("platform-core/server/src/test/plugins/" + folder);
    }

    /**
     * The plugin of a folder below {@code src/test/plugins}.
     *
     * @param more class path on top of the server's
     */
    private static PluginJar of(String folder, String id, String version, String more) {
        PluginJar jar = empty(id, version);
        Path root = source(folder);
        try {
            Path classes = temporary();
            compile(root.resolve("java"), classes, more);
            jar.add(classes);
            if (Files.isDirectory(root.resolve("resources"))) {
                jar.add(root.resolve("resources"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    /** One whose code does what plugins do not do. */
    public static PluginJar ending() {
        return of("refused", "refused", "1.0.0", "");
    }

    /** The one that most tests use: cards of customers. */
    public static PluginJar loyalty(String version) {
        return of("loyalty", "loyalty", version, "")
                .with("plugin.configuration", "org.example.loyalty.Loyalty")
                .with("plugin.permissions", "loyalty.view, loyalty.edit")
                .with("plugin.uses", "audit, settings, orders.read, customers.read, http");
    }

    /** The one with what the server asks plugins for: actions, metrics, a sender, a data set. */
    public static PluginJar points(String version) {
        return of("points", "points", version, "")
                .with("plugin.configuration", "org.example.points.Points")
                .with("plugin.permissions", "points.view, points.edit");
    }

    /** The one that uses the published services. */
    public static PluginJar mirror(String version) {
        return of("mirror", "mirror", version, "")
                .with("plugin.configuration", "org.example.mirror.Mirror")
                .with("plugin.permissions", "mirror.use")
                .with(
                        "plugin.uses",
                        "settings, orders.read, customers.read, customers.write, products.read, stock.read, stock.write, cursors, "
                                + "secrets, limiter, orders.write, events, caller, files, jobs, members.read, notifications, oauth, http");
    }

    /** The one that ends servers. */
    public static PluginJar hungry(String version) {
        return of("hungry", "hungry", version, "")
                .with("plugin.configuration", "org.example.hungry.Hungry")
                .with("plugin.permissions", "hungry.use")
                .with("plugin.uses", "customers.read");
    }

    /** Switches a plugin on again, as an operator does. */
    public static HttpResponse<String> resume(String id) {
        return send(HttpRequest.newBuilder(URI.create(TestStack.APP_URL + "/operator/v1/plugins/" + id + "/resume"))
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The one that sells on a market. */
    public static PluginJar market(String version) {
        return of("market", "market", version, "")
                .with("plugin.configuration", "org.example.market.Market")
                .with("plugin.uses", "channels, orders.write");
    }

    private static void compile(Path sources, Path classes, String more) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java = all.filter(f -> f.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path") + File.pathSeparator + more,
                    "-parameters",
                    "-processor",
                    "org.pf4j.processor.ExtensionAnnotationProcessor");
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call()) {
                throw new IllegalStateException("The plugin in " + sources + " does not compile");
            }
        }
    }

    private void add(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                entries.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    /** Sets a value of {@code plugin.properties}; an empty one is left out. */
    public PluginJar with(String key, String value) {
        manifest.put(key, value);
        return this;
    }

    /** Adds an entry, or puts it in the place of another. */
    public PluginJar file(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Changes an entry that is text. */
    public PluginJar replace(String name, String from, String to) {
        String text = new String(Objects.requireNonNull(entries.get(name), name), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(name + " does not say " + from);
        }
        return file(name, text.replace(from, to));
    }

    /** Changes a name in a class; the other one is as long. */
    public PluginJar rename(String name, String from, String to) {
        String code = new String(Objects.requireNonNull(entries.get(name), name), StandardCharsets.ISO_8859_1);
        // a text in the pool of constants: its kind, its length in two bytes, itself
        String length = new String(new char[] {1, 0, (char) from.length()});
        if (from.length() != to.length() || !code.contains(length + from)) {
            throw new IllegalArgumentException(name + " does not say " + from);
        }
        entries.put(name, code.replace(length + from, length + to).getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PluginJar without(String name) {
        entries.remove(name);
        return this;
    }

    public byte[] bytes() {
        StringBuilder properties = new StringBuilder();
        manifest.forEach((key, value) -> {
            if (!value.isEmpty()) {
                properties.append(key).append('=').append(value).append('\n');
            }
        });
        entries.put("plugin.properties", properties.toString().getBytes(StandardCharsets.UTF_8));
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            TreeSet<String> folders = new TreeSet<>();
            for (String name : entries.keySet()) {
                for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
                    if (folders.add(name.substring(0, at + 1)) && !name.startsWith(".")) {
                        zip.putNextEntry(new ZipEntry(name.substring(0, at + 1)));
                    }
                }
            }
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The text of the file beside the jar. */
    public static String sign(byte[] jar) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KEYS.getPrivate());
            signature.update(jar);
            return "ed25519 test " + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Installs it by another server. */
    public HttpResponse<String> installAt(String server) {
        byte[] jar = bytes();
        return install(server, jar, sign(jar), "en");
    }

    /** Installs it as an operator does. */
    public HttpResponse<String> install() {
        byte[] jar = bytes();
        return install(jar, sign(jar), "en");
    }

    /** Installs it where another test may have left another release of it, or data. */
    public void installAnew() {
        remove(Objects.requireNonNull(manifest.get("plugin.id")));
        HttpResponse<String> answer = install();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    public static HttpResponse<String> install(byte[] jar, String signature, String language) {
        return install(TestStack.APP_URL, jar, signature, language);
    }

    /** Without the part that holds the signature. */
    public static HttpResponse<String> installUnsigned(byte[] jar) {
        return install(TestStack.APP_URL, jar, null, "en");
    }

    private static HttpResponse<String> install(
            String server, byte[] jar, @Nullable String signature, String language) {
        String boundary = "----" + UUID.randomUUID();
        var body = new ByteArrayOutputStream();
        part(body, boundary, "jar", jar);
        if (signature != null) {
            part(body, boundary, "signature", signature.getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(server + "/operator/v1/plugins"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Accept-Language", language)
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, byte[] content) {
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                        + name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a plugin with its data. */
    public static HttpResponse<String> remove(String id) {
        return remove(id, "drop");
    }

    /** Removes it, and waits until that is done. @param data what becomes of its tables */
    public static HttpResponse<String> remove(String id, String data) {
        HttpResponse<String> answer = removeAt(TestStack.APP_URL, id, data);
        if (answer.statusCode() == 202) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> removal(id).body().contains("\"state\":\"done\""));
        }
        return answer;
    }

    /** Removes it by a server. */
    public static HttpResponse<String> removeAt(String server, String id, String data) {
        return send(HttpRequest.newBuilder(URI.create(server + "/operator/v1/plugins/" + id + "?data=" + data))
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .DELETE());
    }

    /** How far its removal is. */
    public static HttpResponse<String> removal(String id) {
        return send(HttpRequest.newBuilder(URI.create(TestStack.APP_URL + "/operator/v1/plugins/" + id + "/removal"))
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .GET());
    }

    /** What operators are told of its past. */
    public static HttpResponse<String> entries(String id) {
        return send(HttpRequest.newBuilder(URI.create(TestStack.APP_URL + "/operator/v1/plugins/" + id + "/entries"))
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .GET());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
