package io.storelane.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTests {
    @TempDir
    Path home;

    @Test
    void dataOfAnotherMajorVersionIsRefused() throws Exception {
        Path data = Files.createDirectories(home.resolve("postgres"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");

        LocalFailure failure = assertThrows(
                LocalFailure.class, () -> Postgres.start(home, Ports.free().postgres(), false, "p", _ -> {}));

        assertTrue(message(failure).contains("PostgreSQL 17"), message(failure));
        assertTrue(message(failure).contains("move the folder"), message(failure));
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = socket.getLocalPort();

            LocalFailure failure =
                    assertThrows(LocalFailure.class, () -> Postgres.start(home, port, false, "p", _ -> {}));

            assertTrue(message(failure).contains("Port " + port), message(failure));
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                String pid = "process " + ProcessHandle.current().pid();
                assertTrue(message(failure).contains(pid), message(failure));
            }
        }
    }

    @Test
    void orphanIsStoppedAndItsDataKept() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Postgres orphan = Postgres.start(home, Ports.free().postgres(), false, "p", log::add)) {
            try (Connection connection = orphan.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 42 as n");
            }
            try (Postgres next = Postgres.start(home, Ports.free().postgres(), false, "p", log::add)) {
                assertFalse(orphan.alive());
                assertTrue(log.stream().anyMatch(line -> line.contains("process " + orphan.pid())), log.toString());
                try (Connection connection = next.connect("postgres");
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select n from kept")) {
                    assertTrue(rows.next());
                    assertEquals(42, rows.getInt(1));
                }
            }
        }
    }

    private static String message(LocalFailure failure) {
        return String.valueOf(failure.getMessage());
    }
}
