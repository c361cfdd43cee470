package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports of one local stack; all of them on 127.0.0.1. */
public record Ports(int postgres, int keycloak, int keycloakManagement, int smtp, int mailPage) {

    /** The ports a developer can rely on. */
    public static Ports standard() {
        return new Ports(15432, 18180, 19000, 13025, 18025);
    }

    /** Ports that are free now, so that several stacks run side by side. */
    public static Ports free() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
            List<Integer> port =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            return new Ports(port.get(0), port.get(1), port.get(2), port.get(3), port.get(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (ServerSocket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException _) {
                    // the port stays taken until this process ends
                }
            }
        }
    }
}
