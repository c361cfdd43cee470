package io.storelane.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of one local stack; all of them on 127.0.0.1. */
public record Ports(int postgres, int keycloak, int keycloakManagement, int smtp, int mailPage) {

    /** Below those that systems give to outgoing connections: what is free now is still free when a server starts a minute later. */
    private static final int FROM = 20_000;

    private static final int TO = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /** The ports a developer can rely on. */
    public static Ports standard() {
        return new Ports(15432, 18180, 19000, 13025, 18025);
    }

    /** Ports that are free now, so that several stacks run side by side. */
    public static Ports free() {
        return new Ports(freePort(), freePort(), freePort(), freePort(), freePort());
    }

    /** A port that nobody listens at now, on any address; never the same one twice. */
    public static int freePort() {
        while (GIVEN.size() < TO - FROM) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from " + FROM + " to " + TO + " is free");
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port).close();
            new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")).close();
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
