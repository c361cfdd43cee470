package io.storelane.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Keycloak and the mail catcher, running. One stack per home directory at a time; its data survives
 * {@link #close()} and a kill of this JVM alike.
 */
public final class LocalStack implements AutoCloseable {
    private static final String DATABASE = "storelane";

    /** Login roles of the server with the environment variable that carries each one's password. */
    private static final Map<String, String> LOGINS = Map.of(
            "storelane_app", "STORELANE_DB_APP_PASSWORD",
            "storelane_owner", "STORELANE_DB_OWNER_PASSWORD",
            "storelane_infra", "STORELANE_DB_INFRA_PASSWORD");

    private static final List<String> SECRETS = List.of(
            "postgres",
            "keycloak-db",
            "storelane_app",
            "storelane_owner",
            "storelane_infra",
            "keycloak-admin",
            "client",
            "admin-client");

    private final Options options;
    private final Secrets secrets;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Postgres postgres;
    private final Keycloak keycloak;
    private final MailCatcher mail;
    private boolean closed;

    /**
     * What to start and where.
     *
     * @param home directory for data, logs and secrets; the unpacked programs lie beside it, in {@code ../dist}
     * @param durable whether PostgreSQL keeps a commit through a power cut; false is faster and for tests
     * @param log told each step in a sentence
     * @param bootstrapSql run on the database {@code storelane} as superuser at each start, so it must be idempotent
     * @param appUrls where browsers reach the application, for example {@code http://localhost:8080}; the first one gets
     *     the back-channel logout
     */
    public record Options(
            Path home,
            Ports ports,
            boolean durable,
            Consumer<String> log,
            @Nullable String bootstrapSql,
            List<String> appUrls) {

        public Options {
            appUrls = List.copyOf(appUrls);
        }

        public Options(Path home, Ports ports, boolean durable, Consumer<String> log) {
            this(home, ports, durable, log, null, List.of("http://localhost:8080"));
        }

        /** For a test suite: fast, on free ports. */
        public static Options forTests(Path home, @Nullable String bootstrapSql, List<String> appUrls) {
            return new Options(home, Ports.free(), false, _ -> {}, bootstrapSql, appUrls);
        }
    }

    /** Starts everything and returns when all of it answers. */
    public static LocalStack start(Options options) {
        return new LocalStack(options);
    }

    private LocalStack(Options given) {
        Path home = given.home().toAbsolutePath().normalize();
        this.options =
                new Options(home, given.ports(), given.durable(), given.log(), given.bootstrapSql(), given.appUrls());
        this.running.push(DirectoryLock.take(home));
        try {
            PidFile.stopOrphans(home, options.log());
            this.secrets = new Secrets(home);
            this.mail = step("Mail catcher", this::startMail);
            CompletableFuture<Path> distribution =
                    CompletableFuture.supplyAsync(() -> Keycloak.distribution(dist(), options.log()));
            this.postgres = step("PostgreSQL", this::startPostgres);
            this.keycloak = step("Keycloak", () -> startKeycloak(join(distribution)));
            step("Realm", this::applyRealm);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private interface Step<T> {
        T run();
    }

    private <T> T step(String name, Step<T> work) {
        long begin = System.nanoTime();
        T result = work.run();
        options.log().accept("%s ready in %.1f s".formatted(name, (System.nanoTime() - begin) / 1e9));
        return result;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Path dist() {
        return options.home().resolveSibling("dist");
    }

    private MailCatcher startMail() {
        Ports ports = options.ports();
        ports.requireFreeForServices();
        MailCatcher started = MailCatcher.start(options.home().resolve("mail"), ports.smtp(), ports.mailPage());
        running.push(started);
        return started;
    }

    private Postgres startPostgres() {
        Postgres started = Postgres.start(
                dist(), options.home(), options.ports().postgres(), options.durable(), adminPassword(), options.log());
        running.push(started);
        try {
            prepareDatabases(started);
        } catch (SQLException e) {
            throw new LocalStackException("Preparing the databases failed: " + e.getMessage(), e);
        }
        return started;
    }

    private void prepareDatabases(Postgres server) throws SQLException {
        try (Connection c = server.connect("postgres")) {
            Sql.ensureRole(c, "keycloak", secrets.get("postgres.keycloak"));
            Sql.ensureDatabase(c, "keycloak", "keycloak");
            Sql.ensureDatabase(c, DATABASE, Postgres.SUPERUSER);
        }
        try (Connection c = server.connect(DATABASE)) {
            if (options.bootstrapSql() != null) {
                Sql.execute(c, options.bootstrapSql());
            }
            for (String role : LOGINS.keySet()) {
                if (Sql.roleExists(c, role)) {
                    Sql.setPassword(c, role, secrets.get("postgres." + role));
                }
            }
        }
    }

    private Keycloak startKeycloak(Path distribution) {
        Keycloak started = Keycloak.launch(
                distribution,
                new Keycloak.Settings(
                        options.home(), options.ports(), secrets.get("postgres.keycloak"), keycloakAdminPassword()),
                postgres.url("keycloak"));
        running.push(started);
        started.awaitReady();
        return started;
    }

    private Realm applyRealm() {
        Realm realm = realm(new AdminRest(keycloakUrl(), keycloakAdminPassword()));
        realm.apply();
        return realm;
    }

    private Realm realm(AdminRest admin) {
        return new Realm(
                admin,
                Realm.file(new Realm.Values(
                        clientSecret(),
                        adminClientSecret(),
                        options.appUrls(),
                        options.ports().smtp())));
    }

    /** Creates a confirmed Keycloak user, or resets the password of an existing one. Returns the user's id. */
    public String createUser(String email, String password, String locale) {
        try (var admin = new AdminRest(keycloakUrl(), keycloakAdminPassword())) {
            return realm(admin).createUser(email, password, locale);
        }
    }

    public String jdbcUrl() {
        return postgres.url(DATABASE);
    }

    /** The superuser of PostgreSQL. The server never gets it. */
    public String adminUser() {
        return Postgres.SUPERUSER;
    }

    public String adminPassword() {
        return secrets.get("postgres.admin");
    }

    /** A new connection to the database {@code storelane} as superuser; the caller closes it. */
    public Connection admin() {
        try {
            return postgres.connect(DATABASE);
        } catch (SQLException e) {
            throw new LocalStackException("PostgreSQL refuses its administrator: " + e.getMessage(), e);
        }
    }

    public String keycloakUrl() {
        return keycloak.url();
    }

    public String issuer() {
        return keycloakUrl() + "/realms/" + Realm.NAME;
    }

    public String keycloakAdminUser() {
        return Keycloak.ADMIN;
    }

    public String keycloakAdminPassword() {
        return secrets.get("keycloak.admin");
    }

    /** Secret of the client {@code storelane}, which logs people in. */
    public String clientSecret() {
        return secrets.get("client.storelane");
    }

    /** Secret of the service account {@code storelane-server}, which manages users. */
    public String adminClientSecret() {
        return secrets.get("client.storelane-server");
    }

    public MailCatcher mail() {
        return mail;
    }

    public Ports ports() {
        return options.ports();
    }

    /** The random secret of that name in this home, made when first asked for. */
    String secret(String name) {
        return secrets.get(name);
    }

    /** The environment of a server that uses this stack; the port and the profile are the caller's. */
    public Map<String, String> serverEnv(String publicUrl) {
        var env = new java.util.TreeMap<String, String>();
        env.put("STORELANE_DB_URL", jdbcUrl());
        LOGINS.forEach((role, variable) -> env.put(variable, secrets.get("postgres." + role)));
        env.put("STORELANE_OIDC_ISSUER", issuer());
        env.put("STORELANE_OIDC_CLIENT_SECRET", clientSecret());
        env.put("STORELANE_KEYCLOAK_ADMIN_SECRET", adminClientSecret());
        env.put("STORELANE_SMTP_HOST", "127.0.0.1");
        env.put("STORELANE_SMTP_PORT", Integer.toString(options.ports().smtp()));
        env.put("STORELANE_PUBLIC_URL", publicUrl);
        env.put("SPRING_PROFILES_ACTIVE", "local");
        return env;
    }

    /** Stops all in the reverse order of the start. Safe to call twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!running.isEmpty()) {
            AutoCloseable next = running.pop();
            try {
                next.close();
            } catch (Exception e) {
                options.log().accept("Stopping " + next.getClass().getSimpleName() + " failed: " + e);
            }
        }
    }
}
