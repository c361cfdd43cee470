package io.storelane.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.postgresql.PGConnection;

/**
 * A workspace as a stage of the product left it: its rows, table by table, and the change sets that had made the tables. It is kept
 * with the tests, so that each later release is tried on data that it did not write itself.
 */
public final class Fixture {

    private static final String CHANGES = "changes.txt";
    private static final String FOLDER = "db/changelog/";

    private final List<String> changes;
    private final Map<String, byte[]> tables;

    private Fixture(List<String> changes, Map<String, byte[]> tables) {
        this.changes = changes;
        this.tables = tables;
    }

    /** Reads one that is kept. */
    public static Fixture read(InputStream packed) throws IOException {
        List<String> changes = List.of();
        Map<String, byte[]> tables = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(packed)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                if (entry.getName().equals(CHANGES)) {
                    changes =
                            new String(content, StandardCharsets.UTF_8).lines().toList();
                } else {
                    tables.put(entry.getName(), content);
                }
            }
        }
        return new Fixture(changes, tables);
    }

    /**
     * Keeps a workspace of the database of all tests.
     *
     * @param stage an empty database: it gets the tables as the change sets make them, and says which columns there are
     * @param last the change set that the stage ended with, such as {@code 0029}
     */
    public static void write(Path file, OwnDatabase stage, String slug, String last)
            throws SQLException, LiquibaseException, IOException {
        List<String> changes =
                known().stream().filter(name -> name.compareTo(last + "~") < 0).toList();
        apply(stage, changes);
        UUID tenant = Stage.one("select id from platform.tenant where slug = ?", slug);
        try (Connection from = TestStack.get().admin();
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, CHANGES, String.join("\n", changes).getBytes(StandardCharsets.UTF_8));
            pack(
                    zip,
                    stage,
                    from,
                    "platform.app_user",
                    "id in (select user_id from platform.membership where tenant_id = '" + tenant + "')");
            pack(zip, stage, from, "platform.tenant", "id = '" + tenant + "'");
            for (Object table : stage.all("""
                    select a.attrelid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where a.attname = 'tenant_id' and c.relkind = 'r' and c.relnamespace in ('platform'::regnamespace, 'core'::regnamespace)
                    order by 1""")) {
                pack(zip, stage, from, String.valueOf(table), "tenant_id = '" + tenant + "'");
            }
        }
    }

    private static void pack(ZipOutputStream zip, OwnDatabase stage, Connection from, String table, String which)
            throws SQLException, IOException {
        var rows = new ByteArrayOutputStream();
        String columns = columns(stage, table);
        from.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select %s from %s where %s) to stdout (header)".formatted(columns, table, which), rows);
        if (rows.toString(StandardCharsets.UTF_8).lines().count() > 1) {
            put(zip, table, rows.toByteArray());
        }
    }

    private static String columns(OwnDatabase stage, String table) {
        return String.valueOf(stage.all("""
                        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                        where attrelid = ?::regclass and attnum > 0 and not attisdropped and attgenerated = ''""", table).getFirst());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Makes the tables of that stage in an empty database, and puts the rows into them. */
    public void load(OwnDatabase into) throws SQLException, LiquibaseException, IOException {
        apply(into, changes);
        try (Connection to = into.admin();
                Statement statement = to.createStatement()) {
            to.setAutoCommit(false);
            statement.execute("set local session_replication_role = replica"); // keys and triggers did their work there
            for (Map.Entry<String, byte[]> table : tables.entrySet()) {
                String header = new String(table.getValue(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow();
                to.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy %s (%s) from stdin (header)".formatted(table.getKey(), header.replace('\t', ',')),
                                new ByteArrayInputStream(table.getValue()));
            }
            to.commit();
            // as whoever moves data into another cluster does
            statement.execute(
                    "create or replace function core.event_epoch() returns integer language sql stable as 'select 2'");
            to.commit();
        }
    }

    /** Rows by table, as they were kept. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        tables.forEach((table, rows) -> counts.put(
                table, new String(rows, StandardCharsets.UTF_8).lines().count() - 1));
        return counts;
    }

    /** Files of change sets that there are now, in their order. */
    public static List<String> known() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Fixture.class.getClassLoader().getResourceAsStream(FOLDER + "master.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(FOLDER))
                    .map(line -> line.substring(line.indexOf(FOLDER) + FOLDER.length(), line.indexOf('}')))
                    .toList();
        }
    }

    private static void apply(OwnDatabase database, List<String> changes) throws SQLException, LiquibaseException {
        Map<String, String> settings = database.settings();
        try (Connection owner = DriverManager.getConnection(
                Objects.requireNonNull(settings.get("STORELANE_DB_URL")),
                "storelane_owner",
                settings.get("STORELANE_DB_OWNER_PASSWORD"))) {
            var target = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(owner));
            target.setDefaultSchemaName("infra");
            target.setLiquibaseSchemaName("infra");
            for (String file : changes) {
                new Liquibase(FOLDER + file, new ClassLoaderResourceAccessor(), target)
                        .update(new Contexts(), new LabelExpression());
            }
        }
    }
}
