package io.storelane.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run from start to stop. */
final class LocalRun {

    private static final String URL = "http://localhost:8080";
    private static final int PORT = 8080;
    private static final String DEMO_USER = "demo@storelane.local";
    private static final String DEMO_WORKSPACE = "hill-coffee";
    private static final String DEMO_PASSWORD = "demo.password";
    private static final String DEMO_KEY = "demo.api-key";
    /** Short, so that all is down within ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Path root;
    private final Path home;
    private final Main.Arguments arguments;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final Map<String, String> env = System.getenv();

    private final Object state = new Object();
    private final List<ServerProcess> servers = new ArrayList<>();
    private @Nullable LocalStack stack;
    private @Nullable Proxy proxy;
    private @Nullable AutoCloseable recording;
    private boolean stopping;

    private LocalRun(Path root, Main.Arguments arguments, PrintStream out) {
        this.root = root;
        this.home = root.resolve(".storelane").resolve("run");
        this.arguments = arguments;
        this.out = out;
    }

    /** Returns when a server has ended by itself; otherwise the process ends by a signal. */
    static int run(Path root, Main.Arguments arguments, PrintStream out) throws IOException, InterruptedException {
        LocalRun run = new LocalRun(root, arguments, out);
        Files.createDirectories(run.home);
        try (FileChannel channel = FileChannel.open(
                        run.home.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(channel)) {
            Thread stop = new Thread(run::stop, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                return run.startAndWait();
            } finally {
                run.stop();
            }
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process; the answer is the same.
        }
        throw new LocalFailure("Storelane is already running from this folder. Stop the other ./run first (Ctrl-C).");
    }

    private int startAndWait() throws IOException, InterruptedException {
        boolean own = ownServices();
        if (own && arguments.demo()) {
            throw new LocalFailure("--demo works with the local stack only; unset STORELANE_DB_URL and"
                    + " STORELANE_IDENTITY_ISSUER, or leave --demo out.");
        }
        ports().forEach(port -> Machine.portMustBeFree(port, "Storelane"));
        Path jar = jar();
        Map<String, String> settings = new HashMap<>(own ? Map.of() : startStack());
        settings.putIfAbsent("SPRING_PROFILES_ACTIVE", env.getOrDefault("SPRING_PROFILES_ACTIVE", "local"));
        PluginDevelopment.prepare(root, home, settings);
        String password = arguments.demo() ? prepareDemo(settings) : null;
        Path app = ServerProcess.unpack(jar, home);
        startServers(app, settings);
        if (!own) {
            tellDemo();
        }
        tell(own, password);
        startRecording(app, settings);
        return waitForEnd();
    }

    private boolean ownServices() {
        boolean database = env.containsKey("STORELANE_DB_URL");
        boolean identity = env.containsKey("STORELANE_IDENTITY_ISSUER");
        if (database != identity) {
            throw new LocalFailure("Set both STORELANE_DB_URL and STORELANE_IDENTITY_ISSUER, or neither; only "
                    + (database ? "the first" : "the second") + " is set.");
        }
        return database;
    }

    private List<Integer> ports() {
        int behind = arguments.servers() == 1 ? 0 : arguments.servers();
        return IntStream.rangeClosed(PORT, PORT + behind).boxed().toList();
    }

    private Path jar() throws IOException {
        Path target = root.resolve("platform-core/server/target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                Path newest = files.filter(
                                file -> String.valueOf(file.getFileName()).matches("storelane-server-.*-exec\\.jar"))
                        .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                        .orElse(null);
                if (newest != null) {
                    return newest;
                }
            }
        }
        throw new LocalFailure("The server is not built: no storelane-server-*-exec.jar in " + target + ".");
    }

    private Map<String, String> startStack() throws IOException {
        step("Starting PostgreSQL, Keycloak and the mail catcher");
        String sql = Files.readString(root.resolve("platform-core/server/src/main/resources/db/bootstrap/roles.sql"));
        LocalStack started = LocalStack.start(new Options(home, Ports.standard(), true, sql, List.of(URL), this::step));
        synchronized (state) {
            stack = started;
        }
        started.leaveStoppingToCaller();
        return started.serverEnv(URL);
    }

    /** Other machines see nothing of this one unless it is asked for: there are passwords of a demo, and no TLS. */
    private InetSocketAddress front() {
        String address = env.getOrDefault("SERVER_ADDRESS", "127.0.0.1");
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(address), PORT);
        } catch (IllegalArgumentException e) {
            throw new LocalFailure("SERVER_ADDRESS is an IP address such as 0.0.0.0, not " + address + ".", e);
        }
    }

    private void startServers(Path app, Map<String, String> settings) throws IOException, InterruptedException {
        int count = arguments.servers();
        if (count == 1) {
            startServer(app, 1, front(), settings);
            return;
        }
        settings.put("STORELANE_WEB_TRUSTED_PROXIES", "127.0.0.1,0:0:0:0:0:0:0:1");
        for (int number = 1; number <= count; number++) {
            startServer(app, number, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT + number), settings);
        }
        Proxy started = Proxy.start(
                front(),
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> URI.create("http://localhost:" + (PORT + number)))
                        .toList());
        synchronized (state) {
            proxy = started;
        }
        step("One address for " + count + " servers");
    }

    private void startServer(Path app, int number, InetSocketAddress address, Map<String, String> settings)
            throws IOException, InterruptedException {
        step("Starting server " + number + " on " + address.getAddress().getHostAddress() + " port "
                + address.getPort());
        ServerProcess started = ServerProcess.start(app, home, number, address, settings, this::add);
        step("Server " + number + " is ready (log " + started.log() + ")");
    }

    /** A server counts from the moment its process exists, so that a stop during its start ends it too. */
    private void add(ServerProcess server) {
        synchronized (state) {
            servers.add(server);
        }
    }

    private void startRecording(Path app, Map<String, String> settings) throws IOException {
        synchronized (state) {
            if (!stopping) {
                recording = ServerProcess.record(app, home, settings);
            }
        }
    }

    private int waitForEnd() throws InterruptedException {
        List<ServerProcess> all;
        synchronized (state) {
            all = List.copyOf(servers);
        }
        CompletableFuture.anyOf(
                        all.stream().map(server -> server.process().onExit()).toArray(CompletableFuture[]::new))
                .join();
        synchronized (state) {
            if (stopping) {
                return 0;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            ServerProcess server = all.get(i);
            if (!server.process().isAlive()) {
                out.println("Server " + (i + 1) + " ended by itself ("
                        + server.process().exitValue() + "). Its log: " + server.log());
            }
        }
        return 1;
    }

    private String prepareDemo(Map<String, String> settings) throws IOException {
        String password = kept(DEMO_PASSWORD, LocalRun::drawPassword);
        LocalStack started;
        synchronized (state) {
            started = stack;
        }
        if (started == null) {
            throw new IllegalStateException("The demo needs the local stack");
        }
        started.createUser(DEMO_USER, "Demo 演示", password, "zh-CN");
        settings.put("STORELANE_DEMO_USER", DEMO_USER);
        settings.put("STORELANE_DEMO_WORKSPACE", DEMO_WORKSPACE);
        settings.put("STORELANE_DEMO_API_KEY", kept(DEMO_KEY, LocalRun::drawKey));
        return password;
    }

    /** A secret of the demonstration: drawn once, the same from then on. */
    private String kept(String name, Supplier<String> draw) throws IOException {
        Path file = home.resolve("secrets.properties");
        Properties secrets = secrets(file);
        String known = secrets.getProperty(name);
        if (known != null) {
            return known;
        }
        String drawn = draw.get();
        secrets.setProperty(name, drawn);
        Path next = privateFile(home.resolve("secrets.properties.demo"));
        try (Writer writer = Files.newBufferedWriter(next)) {
            secrets.store(writer, "Passwords of the local stack");
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return drawn;
    }

    private static Properties secrets(Path file) throws IOException {
        Properties secrets = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                secrets.load(in);
            }
        }
        return secrets;
    }

    private static String drawPassword() {
        byte[] random = new byte[15];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** A key as the server makes them: 25 characters that name it, 43 that prove it. */
    private static String drawKey() {
        SecureRandom random = new SecureRandom();
        String id = new BigInteger(128, random).toString(Character.MAX_RADIX);
        String letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder key = new StringBuilder("sl_live_" + "0".repeat(25 - id.length()) + id + "_");
        for (int i = 0; i < 43; i++) {
            key.append(letters.charAt(random.nextInt(letters.length())));
        }
        return key.toString();
    }

    /** The login of the demonstration in these data, which may be older or newer than the file, or come from a copy; or none. */
    private void tellDemo() throws IOException {
        Path file = root.resolve(".storelane").resolve("demo.env");
        Properties secrets = secrets(home.resolve("secrets.properties"));
        String password = secrets.getProperty(DEMO_PASSWORD);
        String key = secrets.getProperty(DEMO_KEY);
        if (password == null || key == null) {
            Files.deleteIfExists(file);
            return;
        }
        Path next = privateFile(root.resolve(".storelane").resolve("demo.env.new"));
        Files.writeString(next, """
                STORELANE_URL=%s
                STORELANE_USER=%s
                STORELANE_PASSWORD=%s
                STORELANE_WORKSPACE=%s
                STORELANE_API_KEY=%s
                """.formatted(URL, DEMO_USER, password, DEMO_WORKSPACE, key));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path privateFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void tell(boolean own, @Nullable String password) {
        Ports ports = Ports.standard();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Storelane     " + URL);
        if (!own) {
            lines.add("  Mail          http://localhost:" + ports.mailPage());
            lines.add("  Keycloak      http://localhost:" + ports.keycloak() + "/admin   user admin, password:"
                    + " keycloak-admin in " + root.relativize(home.resolve("secrets.properties")));
        }
        if (password != null) {
            lines.add("  Sign in       " + DEMO_USER + "   " + password + "   (also in .storelane/demo.env)");
        }
        lines.add("");
        lines.add("  Ctrl-C stops everything.");
        lines.add("");
        out.println(String.join(System.lineSeparator(), lines));
    }

    private void step(String what) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
    }

    /** Front to back: nothing may lose what it stands on before it is down itself. Safe to call twice. */
    private void stop() {
        Proxy front;
        AutoCloseable background;
        List<ServerProcess> running;
        LocalStack base;
        synchronized (state) {
            if (stopping) {
                return;
            }
            stopping = true;
            front = proxy;
            background = recording;
            running = List.copyOf(servers);
            base = stack;
        }
        boolean any = base != null || !running.isEmpty();
        close(front);
        close(background);
        List<Thread> ends = running.stream()
                .map(server -> Thread.ofVirtual().start(() -> server.stop(PATIENCE)))
                .toList();
        for (Thread end : ends) {
            try {
                end.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        close(base);
        if (any) {
            out.println("Storelane is stopped.");
        }
    }

    private void close(@Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            out.println("Something did not stop cleanly: " + e.getMessage());
        }
    }
}
