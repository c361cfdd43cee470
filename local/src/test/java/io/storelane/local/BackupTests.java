package io.storelane.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTests {
    @TempDir
    Path folder;

    @Test
    void bothCommandsKeepWhatThereIs() throws Exception {
        Path home = Files.createDirectories(folder.resolve("run"));
        Path target = folder.resolve("backup");
        int port = Ports.free().postgres();
        refused("nothing to back up", () -> Backup.of(home, port, target, _ -> {}));
        String password = Secrets.of(home).get("postgres");
        try (Postgres postgres = Postgres.start(home, port, false, password, _ -> {})) {
            postgres.ensureDatabase("storelane", Postgres.ADMIN);
            postgres.ensureDatabase("keycloak", Postgres.ADMIN);
            for (String database : new String[] {"storelane", "keycloak"}) {
                try (Connection connection = postgres.connect(database);
                        Statement statement = connection.createStatement()) {
                    statement.execute("create table kept as select 42 as n");
                }
            }
        }
        Path file = Files.createDirectories(home.resolve("files/t/ab")).resolve("abc");
        Files.writeString(file, "picture");

        Backup.of(home, port, target, _ -> {});

        refused("not empty", () -> Backup.of(home, port, target, _ -> {}));
        refused("cannot lie inside", () -> Backup.of(home, port, home.resolve("backup"), _ -> {}));
        refused("holds data already", () -> Restore.into(home, target, port, _ -> {}));
        Path other = folder.resolve("other");
        Restore.into(other, target, port, _ -> {});
        assertEquals("picture", Files.readString(other.resolve("files/t/ab/abc")));
        assertEquals(password, Secrets.of(other).get("postgres"));
        try (Postgres postgres = Postgres.start(other, port, false, password, _ -> {})) {
            for (String database : new String[] {"storelane", "keycloak"}) {
                try (Connection connection = postgres.connect(database);
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select n from kept")) {
                    assertTrue(row.next());
                    assertEquals(42, row.getInt(1));
                }
            }
        }
    }

    @Test
    void theCommandsSayWhatTheyNeed() {
        assertEquals(
                "backup", Main.Arguments.of(new String[] {"backup", "there"}).copy());
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> Main.Arguments.of(new String[] {"restore"}));
        assertTrue(String.valueOf(failure.getMessage()).contains("./run restore <folder>"));
    }

    private static void refused(String because, org.junit.jupiter.api.function.Executable work) {
        String said = String.valueOf(assertThrows(LocalFailure.class, work).getMessage());
        assertTrue(said.contains(because), said);
    }
}
