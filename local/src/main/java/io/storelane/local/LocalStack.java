package io.storelane.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Keycloak with its realm, and a mail catcher: everything the server needs around it. */
public final class LocalStack implements AutoCloseable {
    private static final List<String> ROLES =
            List.of("storelane_app", "storelane_owner", "storelane_infra", "plugin_owner");

    private final Options options;
    private final Secrets secrets;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;
    private @Nullable Postgres postgres;
    private @Nullable KeycloakAdmin admin;
    private @Nullable Keycloak keycloak;
    private @Nullable MailCatcher mail;
    private final Thread hook = new Thread(this::closeParts, "local-stack-stop");

    private LocalStack(Options options, Secrets secrets) {
        this.options = options;
        this.secrets = secrets;
    }

    /** Starts all parts and returns when they are ready; on failure nothing is left running. */
    public static LocalStack start(Options options) {
        try {
            Files.createDirectories(options.home().resolve("log"));
        } catch (IOException e) {
            throw new LocalFailure("Cannot create the folder " + options.home() + ": " + e.getMessage(), e);
        }
        AutoCloseable homeLock = lock(options.home());
        LocalStack stack = new LocalStack(options, Secrets.of(options.home()));
        stack.add(homeLock);
        Runtime.getRuntime().addShutdownHook(stack.hook);
        try {
            stack.boot();
            return stack;
        } catch (RuntimeException | Error e) {
            stack.close();
            throw e;
        }
    }

    /** For a caller that stops this stack itself, after what depends on it: two shutdown hooks would run at once. */
    void leaveStoppingToCaller() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    static AutoCloseable lock(Path home) {
        Path file = home.resolve("stack.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException _) {
                // held by this process itself
            }
            channel.close();
        } catch (IOException e) {
            throw new LocalFailure("Cannot lock " + file + ": " + e.getMessage(), e);
        }
        throw new LocalFailure("Another Storelane already runs on " + home + ". Stop it, or choose another home.");
    }

    private void boot() {
        Executor background = task -> Thread.ofVirtual().name("keycloak-start").start(task);
        CompletableFuture<Path> prepared =
                CompletableFuture.supplyAsync(() -> Keycloak.prepare(options.home(), options.log()), background);
        Postgres database = Postgres.start(
                options.home(), options.ports().postgres(), options.durable(), secrets.get("postgres"), options.log());
        add(database);
        postgres = database;
        MailCatcher catcher = MailCatcher.start(
                options.home(), options.ports().smtp(), options.ports().mailPage());
        add(catcher);
        mail = catcher;
        try {
            database.ensureRole("keycloak", secrets.get("keycloak-db"));
            database.ensureDatabase("keycloak", "keycloak");
            if (!options.durable()) {
                // what need not survive a crash need not survive a restart either: tests begin with an empty database
                database.dropDatabase("storelane");
            }
            database.ensureDatabase("storelane", Postgres.ADMIN);
        } catch (SQLException e) {
            throw new LocalFailure("The databases could not be created: " + e.getMessage(), e);
        }
        CompletableFuture<KeycloakAdmin> identity =
                prepared.thenApplyAsync(programs -> startKeycloak(programs, database), background);
        RuntimeException failure = null;
        try {
            bootstrap(database, options.bootstrapSql(), secrets);
        } catch (RuntimeException e) {
            failure = e;
            closeParts();
        }
        try {
            admin = identity.join();
        } catch (CompletionException e) {
            if (failure == null) {
                failure = e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private KeycloakAdmin startKeycloak(Path programs, Postgres database) {
        synchronized (parts) {
            if (closed) {
                throw new LocalFailure("The local stack was stopped while it was starting.");
            }
        }
        Keycloak launched = Keycloak.launch(programs, options, database.url("keycloak"), secrets, options.log());
        add(launched);
        keycloak = launched;
        launched.awaitReady();
        KeycloakAdmin identity = new KeycloakAdmin(launched.url(), secrets.get("keycloak-admin"));
        add(identity);
        identity.apply(realmValues(launched.themed()));
        options.log().accept("Keycloak " + Dist.version("keycloak") + " answers at " + launched.url());
        return identity;
    }

    private Map<String, @Nullable Object> realmValues(boolean themed) {
        List<String> everything =
                options.appUrls().stream().map(url -> url + "/*").toList();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("loginTheme", themed ? "storelane" : null);
        values.put("emailTheme", themed ? "storelane" : null);
        values.put("smtpPort", Integer.toString(options.ports().smtp()));
        values.put("clientSecret", clientSecret());
        values.put("adminClientSecret", adminClientSecret());
        values.put("redirectUris", everything);
        values.put("logoutUris", everything.stream().collect(Collectors.joining("##")));
        values.put(
                "backchannelLogoutUrl",
                options.appUrls().getFirst() + "/logout/connect/back-channel/" + Keycloak.REALM);
        return values;
    }

    static void bootstrap(Postgres database, @Nullable String sql, Secrets secrets) {
        try (Connection connection = database.connect("storelane");
                Statement statement = connection.createStatement()) {
            if (sql != null && !sql.isBlank()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            }
            for (String role : ROLES) {
                if (Postgres.exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                    statement.execute("alter role " + role + " password '" + secrets.get(role) + "'");
                }
            }
        } catch (SQLException e) {
            throw new LocalFailure("The first set-up of the database failed: " + e.getMessage(), e);
        }
    }

    /** The address of the database {@code storelane}. */
    public String jdbcUrl() {
        return database().url("storelane");
    }

    public String adminUser() {
        return Postgres.ADMIN;
    }

    public String adminPassword() {
        return secrets.get("postgres");
    }

    /** A new connection to the database {@code storelane} as superuser. */
    public Connection admin() throws SQLException {
        return database().connect("storelane");
    }

    public String issuer() {
        return keycloakUrl() + "/realms/" + Keycloak.REALM;
    }

    public String keycloakUrl() {
        return "http://localhost:" + options.ports().keycloak();
    }

    public String clientSecret() {
        return secrets.get("client");
    }

    public String adminClientSecret() {
        return secrets.get("admin-client");
    }

    public MailCatcher mail() {
        return running(mail);
    }

    /** The environment in which the server finds this stack. */
    public Map<String, String> serverEnv(String publicUrl) {
        Map<String, String> values = new LinkedHashMap<>(databaseEnv(jdbcUrl(), secrets));
        values.put("STORELANE_IDENTITY_ISSUER", issuer());
        values.put("STORELANE_IDENTITY_CLIENT_SECRET", clientSecret());
        values.put("STORELANE_IDENTITY_ADMIN_SECRET", adminClientSecret());
        values.put("STORELANE_API_PEPPER", secrets.get("api-pepper"));
        values.put("STORELANE_SECRET_KEY", secrets.get("secret-key"));
        // receivers of webhooks on this machine; a server that others use has none of it
        values.put("STORELANE_HTTP_ALLOW", "127.0.0.1,::1");
        values.put(
                "STORELANE_FILE_FOLDER",
                options.home().resolve("files").toAbsolutePath().toString());
        values.put(
                "STORELANE_EXCHANGE_ROOT",
                options.home().resolve("exchange").toAbsolutePath().toString());
        PluginKeys keys = PluginKeys.of(options.home());
        values.put("STORELANE_PLUGIN_KEYS_" + keys.id().toUpperCase(java.util.Locale.ROOT), keys.publicKey());
        values.put("STORELANE_PLUGIN_OPERATOR_TOKEN", secrets.get("operator-token"));
        values.put(
                "STORELANE_PLUGIN_FOLDER",
                options.home().resolve("plugins").toAbsolutePath().toString());
        values.put("SPRING_MAIL_HOST", "127.0.0.1");
        values.put("SPRING_MAIL_PORT", Integer.toString(options.ports().smtp()));
        values.put("STORELANE_WEB_PUBLIC_URL", publicUrl);
        return values;
    }

    static Map<String, String> databaseEnv(String url, Secrets secrets) {
        return Map.of(
                "STORELANE_DB_URL",
                url,
                "STORELANE_DB_APP_PASSWORD",
                secrets.get("storelane_app"),
                "STORELANE_DB_OWNER_PASSWORD",
                secrets.get("storelane_owner"),
                "STORELANE_DB_INFRA_PASSWORD",
                secrets.get("storelane_infra"),
                "STORELANE_DB_PLUGIN_OWNER_PASSWORD",
                secrets.get("plugin_owner"));
    }

    /**
     * Creates a user with a verified address, or brings an existing one into that state.
     *
     * @return the user's id
     */
    public String createUser(String email, String name, String password, String locale) {
        return running(admin).createUser(email, name, password, locale);
    }

    /** Ends all Keycloak sessions of a user; the application is told by back-channel logout. */
    public void endSessions(String email) {
        running(admin).endSessions(email);
    }

    public void setUserEnabled(String email, boolean enabled) {
        running(admin).setUserEnabled(email, enabled);
    }

    /** Keycloak takes connections and answers nothing while the work runs. */
    public void whileKeycloakHangs(Runnable work) {
        Keycloak server = running(keycloak);
        server.hang(true);
        try {
            work.run();
        } finally {
            server.hang(false);
        }
    }

    private Postgres database() {
        return running(postgres);
    }

    private static <T> T running(@Nullable T part) {
        if (part == null) {
            throw new LocalFailure("The local stack is not started.");
        }
        return part;
    }

    private void add(AutoCloseable part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                return;
            }
        }
        stop(part);
    }

    private void closeParts() {
        List<AutoCloseable> all;
        synchronized (parts) {
            closed = true;
            all = List.copyOf(parts);
            parts.clear();
        }
        for (AutoCloseable part : all) {
            stop(part);
        }
    }

    private void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            options.log().accept("Could not stop a part of the local stack: " + e.getMessage());
        }
    }

    /** Stops everything; the data stays. */
    @Override
    public void close() {
        closeParts();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the machine is going down already
        }
    }
}
