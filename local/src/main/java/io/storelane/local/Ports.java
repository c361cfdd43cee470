package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The TCP ports of the local services, all on the loopback address. */
public record Ports(int postgres, int keycloak, int keycloakManagement, int smtp, int mailPage) {

    /** The ports of {@code ./run}. */
    public static Ports standard() {
        return new Ports(15432, 18180, 19000, 13025, 18025);
    }

    /** Ports nobody listens on at the moment, for tests. */
    public static Ports free() {
        List<Integer> free = free(5);
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4));
    }

    static List<Integer> free(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (ServerSocket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException _) {
                    // The port stays taken until the JVM ends; harmless.
                }
            }
        }
    }

    /** PostgreSQL's port is checked by itself, after an orphan of ours had its chance to leave. */
    void requireFreeForServices() {
        requireFree("Keycloak", keycloak);
        requireFree("Keycloak's management", keycloakManagement);
        requireFree("the mail catcher", smtp);
        requireFree("the mail page", mailPage);
    }

    static void requireFree(String purpose, int port) {
        // reuseAddress is on by default on Linux and macOS, so a port in TIME_WAIT counts as free.
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException _) {
            throw new LocalStackException("Port %d, needed for %s, is taken by %s. Stop that program and try again."
                    .formatted(port, purpose, PortOwner.describe(port)));
        }
    }
}
