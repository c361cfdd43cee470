package io.storelane.plugin.testkit;

import io.storelane.local.LoneDatabase;
import io.storelane.local.Ports;
import io.storelane.plugin.tool.Signatures;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * A Storelane server in this JVM with a PostgreSQL of its own and no plugin: for tests that bring whole jars. {@link TestServer} is one
 * that runs the plugin which is being built.
 */
public final class HostServer implements AutoCloseable {
    private final String address;
    private final String token;
    private final Releases releases;
    private final LoneDatabase database;
    private final Function<List<String>, List<String>> inner;
    private boolean closed;

    private HostServer(
            String address,
            String token,
            Releases releases,
            LoneDatabase database,
            Function<List<String>, List<String>> inner) {
        this.address = address;
        this.token = token;
        this.releases = releases;
        this.database = database;
        this.inner = inner;
    }

    /**
     * Starts it; it ends with the JVM at the latest.
     *
     * @param home folder of its data; what an earlier run left there is dropped
     * @param keys folder with a key pair as {@code plugin-tool keygen} makes it: releases that are signed with it are taken
     * @param more settings, as variables of the environment
     */
    public static HostServer start(Path home, Path keys, Map<String, String> more)
            throws IOException, ReflectiveOperationException, Signatures.Malformed {
        Files.createDirectories(home);
        Signatures.Line open = Signatures.Line.parse(Files.readString(keys.resolve("plugin.pub")), "plugin.pub");
        LoneDatabase database = LoneDatabase.start(home.resolve("database"), roles(), line -> {});
        String token = UUID.randomUUID().toString();
        int port = Ports.freePort();
        String address = "http://localhost:" + port;
        Map<String, String> settings = new HashMap<>(database.serverEnv());
        settings.put("STORELANE_PLUGIN_OPERATORTOKEN", token);
        settings.put(
                "storelane.plugin.keys." + open.keyId(), Base64.getEncoder().encodeToString(open.bytes()));
        settings.put("STORELANE_PLUGIN_FOLDER", home.resolve("plugins").toString());
        settings.put("STORELANE_EXCHANGE_ROOT", home.resolve("exchange").toString());
        settings.putAll(settings(port, address, home));
        settings.putAll(more);
        Object server;
        try {
            server = inner(settings);
        } catch (ReflectiveOperationException | RuntimeException e) {
            database.close();
            throw e;
        }
        @SuppressWarnings("unchecked")
        var commands = (Function<List<String>, List<String>>) server;
        HostServer started = new HostServer(
                address, token, new Releases(address, token, keys, home.resolve("jar")), database, commands);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    /** One with a new key. */
    static HostServer start(Path home)
            throws IOException, ReflectiveOperationException, GeneralSecurityException, Signatures.Malformed {
        Files.createDirectories(home);
        Path keys = Files.createTempDirectory(home, "keys");
        Signatures.generate(keys);
        return start(home, keys, Map.of());
    }

    /** Where it answers, without a slash at the end. */
    public String address() {
        return address;
    }

    /** Opens {@code /operator/v1}. */
    public String operatorToken() {
        return token;
    }

    /** Installs, upgrades and removes. */
    public Releases releases() {
        return releases;
    }

    /** A connection past all walls. */
    public Connection database() throws SQLException {
        return database.admin();
    }

    /** A new workspace, in which no plugin is on. @param plugin the one that it is about */
    public Shop shop(String name, String plugin) {
        List<String> made = inner.apply(List.of("shop", name));
        return new Shop(made, plugin, new Visitor(address, made.get(1)), inner);
    }

    /** Somebody who is signed in and belongs to no workspace. */
    public Visitor stranger() {
        return new Visitor(address, inner.apply(List.of("person", "Stranger")).getFirst());
    }

    /** Somebody who is not signed in. */
    public Visitor anybody() {
        return new Visitor(address, "");
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

    /** Stops server and database; done twice it is done once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ((AutoCloseable) inner).close();
        } catch (Exception e) {
            System.err.println("The server of the test kit did not stop: " + e);
        }
        database.close();
    }

    private static String roles() throws IOException {
        try (InputStream in = HostServer.class.getResourceAsStream("/db/bootstrap/roles.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
