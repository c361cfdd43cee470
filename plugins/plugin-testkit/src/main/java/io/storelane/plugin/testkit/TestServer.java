package io.storelane.plugin.testkit;

import io.storelane.local.LoneDatabase;
import io.storelane.plugin.tool.Operator;
import io.storelane.plugin.tool.Signatures;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Storelane server in this JVM that runs the plugin which is being built, on a PostgreSQL of its own under {@code target/storelane}.
 * Started once; all tests share it, and each makes workspaces of its own.
 *
 * <pre>{@code
 * Shop shop = TestServer.get().shop("Hill Coffee").enable();
 * assertThat(shop.get("/notes").status()).isEqualTo(200);
 * }</pre>
 */
public final class TestServer {
    private static @Nullable TestServer started;
    private static String failure = "";

    private final String address;
    private final Function<List<String>, List<String>> inner;
    private final String plugin = PluginJar.property("plugin.id");

    private TestServer(String address, Function<List<String>, List<String>> inner) {
        this.address = address;
        this.inner = inner;
    }

    /** The server; the first call starts it and installs the plugin, which takes a quarter of a minute. */
    public static synchronized TestServer get() {
        TestServer present = started;
        if (!failure.isEmpty()) {
            throw new IllegalStateException("The server of the test kit did not start: " + failure);
        }
        if (present == null) {
            try {
                present = start();
            } catch (Exception e) {
                // a second server in one process would not start either, and say something else
                failure = e.toString();
                throw new IllegalStateException("The server of the test kit does not start", e);
            }
            started = present;
        }
        return present;
    }

    /** A new workspace, in which the plugin is off. */
    public Shop shop(String name) {
        List<String> made = inner.apply(List.of("shop", name));
        return new Shop(made.get(0), made.get(2), plugin, new Visitor(address, made.get(1)), inner);
    }

    /** Somebody who is signed in and belongs to no workspace. */
    public Visitor stranger() {
        return new Visitor(address, inner.apply(List.of("person", "Stranger")).getFirst());
    }

    /** Somebody who is not signed in. */
    public Visitor anybody() {
        return new Visitor(address, "");
    }

    private static TestServer start()
            throws IOException, ReflectiveOperationException, java.security.GeneralSecurityException,
                    Signatures.Malformed {
        Path home = Path.of("target/storelane").toAbsolutePath();
        Files.createDirectories(home);
        Path keys = Files.createTempDirectory(home, "keys");
        Signatures.generate(keys);
        Signatures.Line open = Signatures.Line.parse(Files.readString(keys.resolve("plugin.pub")), "plugin.pub");
        LoneDatabase database = LoneDatabase.start(home.resolve("database"), roles(), line -> {});
        String token = UUID.randomUUID().toString();
        int port = freePort();
        String address = "http://localhost:" + port;
        Map<String, String> settings = new HashMap<>(database.serverEnv());
        settings.put("STORELANE_PLUGIN_OPERATORTOKEN", token);
        settings.put(
                "storelane.plugin.keys." + open.keyId(),
                java.util.Base64.getEncoder().encodeToString(open.bytes()));
        settings.put("STORELANE_PLUGIN_FOLDER", home.resolve("plugins").toString());
        settings.putAll(settings(port, address, home));
        Object inner;
        try {
            inner = inner(settings);
        } catch (ReflectiveOperationException | RuntimeException e) {
            database.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(inner, database)));
        Path jar = PluginJar.pack(home.resolve("jar"));
        Path signature = Signatures.sign(jar, keys.resolve("plugin.key"));
        install(address, token, jar, signature);
        @SuppressWarnings("unchecked")
        var commands = (Function<List<String>, List<String>>) inner;
        return new TestServer(address, commands);
    }

    private static void install(String address, String token, Path jar, Path signature) throws IOException {
        try {
            Operator.Answer answer = Operator.install(address, token, jar, signature);
            if (!answer.taken()) {
                throw new IOException(
                        "The server does not take " + jar.getFileName() + ": " + answer.status() + " " + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Map<String, String> settings(int port, String address, Path home) {
        return Map.ofEntries(
                Map.entry("SERVER_PORT", Integer.toString(port)),
                Map.entry("STORELANE_WEB_PUBLIC_URL", address),
                // nobody asks it: sessions are made without
                Map.entry("STORELANE_IDENTITY_ISSUER", "http://localhost:9/realms/storelane"),
                Map.entry("STORELANE_IDENTITY_CLIENT_SECRET", "none"),
                Map.entry("STORELANE_IDENTITY_ADMIN_SECRET", "none"),
                Map.entry("STORELANE_API_PEPPER", "pepper-of-the-test-kit-32-characters"),
                Map.entry("STORELANE_SECRET_KEY", "secret-of-the-test-kit-32-characters"),
                Map.entry("STORELANE_HTTP_ALLOW", "127.0.0.1,::1"),
                Map.entry("STORELANE_FILE_FOLDER", home.resolve("files").toString()),
                Map.entry("SPRING_MAIL_HOST", "127.0.0.1"),
                Map.entry("SPRING_MAIL_PORT", "9"),
                Map.entry("STORELANE_RATE_TENANT_BURST", "100000"));
    }

    /**
     * The server does not see the plugin's folders: their change sets and texts have the names of its own. So it has a class loader of
     * its own, and is spoken to by types of Java.
     */
    private static Object inner(Map<String, String> settings) throws IOException, ReflectiveOperationException {
        List<URL> path = new ArrayList<>();
        Path classes = PluginJar.classes();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path part = Path.of(entry).toAbsolutePath();
            if (!part.equals(classes) && !part.equals(classes.resolveSibling("test-classes"))) {
                path.add(part.toUri().toURL());
            }
        }
        URLClassLoader loader =
                new URLClassLoader("storelane-server", path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return loader.loadClass("io.storelane.plugin.testkit.server.InnerServer")
                    .getConstructor(Map.class)
                    .newInstance(settings);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void stop(Object server, LoneDatabase database) {
        try {
            ((AutoCloseable) server).close();
        } catch (Exception e) {
            System.err.println("The server of the test kit did not stop: " + e);
        }
        database.close();
    }

    private static String roles() throws IOException {
        try (InputStream in = TestServer.class.getResourceAsStream("/db/bootstrap/roles.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
