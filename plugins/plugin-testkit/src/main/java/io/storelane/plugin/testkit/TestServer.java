package io.storelane.plugin.testkit;

import io.storelane.plugin.tool.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
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

    private final HostServer host;
    private final String plugin = PluginJar.property("plugin.id");

    private TestServer(HostServer host) {
        this.host = host;
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

    private static TestServer start()
            throws IOException, ReflectiveOperationException, GeneralSecurityException, Signatures.Malformed {
        HostServer host = HostServer.start(Path.of("target/storelane").toAbsolutePath());
        Outcome answer = host.releases().install();
        if (answer.status() >= 300) {
            throw new IOException("The server does not take the plugin: " + answer.status() + " " + answer.body());
        }
        return new TestServer(host);
    }

    /** Where it answers, for a browser. */
    public String address() {
        return host.address();
    }

    /** Installs, upgrades and removes. All tests share the server: leave it as it was. */
    public Releases releases() {
        return host.releases();
    }

    /** A connection past all walls, to fill tables or to look into them; the schema of the plugin is {@code plugin_<id>}. */
    public Connection database() throws SQLException {
        return host.database();
    }

    /** A new workspace, in which the plugin is off. */
    public Shop shop(String name) {
        return host.shop(name, plugin);
    }

    /** Somebody who is signed in and belongs to no workspace. */
    public Visitor stranger() {
        return host.stranger();
    }

    /** Somebody who is not signed in. */
    public Visitor anybody() {
        return host.anybody();
    }
}
