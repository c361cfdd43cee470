package io.storelane.support;

import io.storelane.local.Backup;
import io.storelane.local.LoneDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL that one test has for itself, so that it can be crashed; what it confirms is on the disk. */
public final class OwnDatabase implements AutoCloseable {

    private final LoneDatabase database;

    private OwnDatabase(LoneDatabase database) {
        this.database = database;
    }

    /** Another one, made of a backup; its folder is emptied first. */
    public static OwnDatabase restored(Path backup) throws IOException {
        Path home = TestStack.root().resolve(".storelane/restored");
        FileSystemUtils.deleteRecursively(home);
        Files.createDirectories(home);
        return new OwnDatabase(
                LoneDatabase.restored(home, backup, line -> System.out.println("[restored database] " + line)));
    }

    /** Begins a backup into a new folder, while it works. */
    public Backup backup(Path target) throws SQLException {
        return database.backup(target);
    }

    /** A new connection as its administrator. */
    Connection admin() throws SQLException {
        return database.admin();
    }

    /** Starts one without tables: the first server brings them. */
    public static OwnDatabase start() {
        return new OwnDatabase(LoneDatabase.start(
                TestStack.root().resolve(".storelane/crash"),
                TestStack.bootstrapSql(),
                line -> System.out.println("[own database] " + line)));
    }

    /** Settings of a server on it. */
    public Map<String, String> settings() {
        return database.serverEnv();
    }

    /** Ends it in the middle of whatever it does. */
    public void crash() {
        database.crash();
    }

    /** Starts it again; returns when it has recovered. */
    public void restart() {
        database.restart();
    }

    /** First column of all rows, as its administrator sees them. */
    public List<@Nullable Object> all(String sql, Object... values) {
        return Stage.all(database::admin, sql, values);
    }

    /**
     * Copies a workspace and its owner from the database of all tests, with an empty log of events: a place in that is one of
     * the cluster where it was written.
     */
    public void take(Workspace workspace) throws SQLException, IOException {
        UUID tenant = workspace.tenant().value();
        try (Connection from = TestStack.get().admin();
                Connection to = database.admin();
                Statement statement = to.createStatement()) {
            to.setAutoCommit(false);
            statement.execute("set local session_replication_role = replica"); // keys and triggers did their work there
            copy(from, to, "platform.app_user", "id", workspace.owner().id());
            copy(from, to, "platform.tenant", "id", tenant);
            for (Object table : Stage.all("""
                    select a.attrelid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where a.attname = 'tenant_id' and c.relkind = 'r' and c.relnamespace in ('platform'::regnamespace, 'core'::regnamespace)
                      and c.relname not like 'event%'""")) {
                copy(from, to, String.valueOf(table), "tenant_id", tenant);
            }
            to.commit();
        }
    }

    private static void copy(Connection from, Connection to, String table, String key, UUID value)
            throws SQLException, IOException {
        String columns = Stage.one("""
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped and attgenerated = ''""", table);
        var rows = new ByteArrayOutputStream();
        from.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy (select %s from %s where %s = '%s') to stdout".formatted(columns, table, key, value),
                        rows);
        to.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy %s (%s) from stdin".formatted(table, columns),
                        new ByteArrayInputStream(rows.toByteArray()));
    }

    @Override
    public void close() {
        database.close();
    }
}
