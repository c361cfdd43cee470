package io.storelane.support;

import io.storelane.local.LocalStack;
import io.storelane.local.Options;
import io.storelane.local.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL, one Keycloak and one mail catcher for all tests of a JVM. */
public final class TestStack {

    /** Port of the server under test; known before the stack starts, since the realm names it. */
    public static final int APP_PORT = Ports.freePort();

    public static final String APP_URL = "http://localhost:" + APP_PORT;

    /** Port of a second server that speaks TLS, for the test that starts it. */
    public static final int TLS_PORT = Ports.freePort();

    public static final String TLS_URL = "https://localhost:" + TLS_PORT;

    /** Owner of the workspace with sample data. */
    public static final String DEMO_USER = "demo@storelane.local";

    public static final String DEMO_WORKSPACE = "hill-coffee";

    /** Password of every account that tests make. */
    public static final String PASSWORD = "Correct-Horse-42";

    private static @Nullable LocalStack stack;

    private TestStack() {}

    public static synchronized LocalStack get() {
        LocalStack present = stack;
        if (present == null) {
            present = LocalStack.start(new Options(
                    root().resolve(".storelane/test"),
                    Ports.free(),
                    false,
                    bootstrapSql(),
                    List.of(APP_URL, TLS_URL),
                    line -> System.out.println("[stack] " + line)));
            present.createUser(DEMO_USER, "林晓 Lin Xiao", PASSWORD, "zh-CN");
            stack = present;
            Runtime.getRuntime().addShutdownHook(new Thread(present::close));
        }
        return present;
    }

    /** The folder of the whole project. */
    public static Path root() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(path.resolve(".mvn"))) {
            path = java.util.Objects.requireNonNull(path.getParent(), "no project folder above the working directory");
        }
        return path;
    }

    static String bootstrapSql() {
        try (InputStream in = TestStack.class.getResourceAsStream("/db/bootstrap/roles.sql")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
