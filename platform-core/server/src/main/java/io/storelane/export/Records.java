package io.storelane.export;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.PluginData;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The kinds of record that a workspace has: each table of tenants' data, as the database itself lists them, so that a new one is
 * never forgotten, and what a workspace may see of the platform.
 */
@Component
class Records {

    /** Tables that are not exported, and why. */
    static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.ofEntries(
            Map.entry("event_cursor", "how far the product's own consumers are in the log of events"),
            Map.entry("event_failure", "events that the product tries again by itself; the events are there"),
            Map.entry("export", "this export itself"),
            Map.entry("export_part", "this export itself"),
            Map.entry("file_rendition", "smaller copies of the pictures"),
            Map.entry("idempotency", "answers of the API, kept for a day for programs that ask twice"),
            Map.entry("import_part", "rows of files on their way in; what came of them is there"),
            Map.entry("job_item", "steps of background work; the jobs are there"),
            Map.entry("mail", "a mail that waits holds a link that opens a door"),
            Map.entry("search_entry", "made of the texts of the other records"),
            Map.entry("search_fresh", "made of the texts of the other records"),
            Map.entry("search_posting", "made of the texts of the other records"),
            Map.entry("search_segment", "made of the texts of the other records")));

    /** Columns that open doors, whatever table they stand in. */
    static final Pattern SECRET =
            Pattern.compile("(^|_)(secret|secrets|token|hash|password|cipher|ciphertext|wrapped|keyset)(_|$)");

    private static final String COLUMNS = """
            select n.nspname as schema, c.relname as name, c.relkind, coalesce(obj_description(c.oid, 'pg_class'), '') as about,
              a.attname as column_name, format_type(a.atttypid, null) as type,
              coalesce(col_description(c.oid, a.attnum), '') as column_about,
              coalesce(array_position(k.conkey, a.attnum), 0) as key_place
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
            where ((n.nspname = 'core' or n.nspname like 'plugin\\_%') and c.relkind in ('r', 'p') and not c.relispartition
                or n.nspname = 'platform' and c.relkind = 'v')
              and has_table_privilege(case when n.nspname like 'plugin\\_%' then n.nspname || '_rt' else current_user end, c.oid, 'SELECT')
              and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
            order by n.nspname, c.relname, a.attnum""";

    private static final String REFERENCES = """
            select case when n.nspname like 'plugin\\_%' then n.nspname || '.' else '' end || c.relname as name,
              case when n.nspname like 'plugin\\_%' then n.nspname || '.' else '' end || f.relname as refers_to
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
            join pg_namespace n on n.oid = c.relnamespace
            where k.contype = 'f' and c.oid <> f.oid order by 1, 2""";

    private final Database database;
    private final PluginData plugins;
    private final JsonMapper json;

    Records(Database database, PluginData plugins, JsonMapper json) {
        this.database = database;
        this.plugins = plugins;
        this.json = json;
    }

    /** @param keyPlace place in the primary key, from 1; 0 if it does not belong to it */
    record Column(String name, String type, String about, int keyPlace) {

        boolean secret() {
            return SECRET.matcher(name).find();
        }

        /** True if its text is JSON as it stands. */
        boolean literal() {
            return Set.of("boolean", "smallint", "integer", "bigint", "double precision", "json", "jsonb")
                            .contains(type)
                    || type.endsWith("[]");
        }

        String expression() {
            if (type.endsWith("[]")) {
                return "to_json(" + quoted() + ")::text";
            }
            return type.equals("timestamp with time zone")
                    ? "to_char(" + quoted() + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                    : quoted() + "::text";
        }

        String quoted() {
            return "\"" + name + "\"";
        }
    }

    /** A kind of record; of a plugin it is named with its schema, since two plugins may have the same names. */
    record Kind(String schema, String table, String about, List<Column> all) {

        String name() {
            return ofPlugin() ? schema + "." + table : table;
        }

        boolean ofPlugin() {
            return schema.startsWith("plugin_");
        }

        /** What is exported of it: all but the tenant, which is the same everywhere, and what opens doors. */
        List<Column> columns() {
            return all.stream()
                    .filter(c -> !c.name().equals("tenant_id") && !c.secret())
                    .toList();
        }

        /** What tells its rows apart: the primary key, the tenant itself where it has one row; of a view the first column. */
        List<Column> key() {
            List<Column> key = all.stream()
                    .filter(c -> c.keyPlace() > 0 && !c.name().equals("tenant_id"))
                    .sorted(java.util.Comparator.comparingInt(Column::keyPlace))
                    .toList();
            if (!key.isEmpty()) {
                return key;
            }
            return List.of(
                    schema.equals("platform")
                            ? columns().getFirst()
                            : all.stream()
                                    .filter(c -> c.keyPlace() > 0)
                                    .findFirst()
                                    .orElseThrow());
        }

        String quoted() {
            return "\"" + schema + "\".\"" + table + "\"";
        }
    }

    /** All kinds, what refers to others before those: whatever a record refers to is read later, and so is there. */
    List<Kind> all() {
        Map<String, Kind> kinds = new TreeMap<>(read());
        Map<String, Set<String>> references = references();
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < kinds.size()) {
            List<String> rest =
                    kinds.keySet().stream().filter(k -> !ordered.contains(k)).toList();
            Set<String> referred = rest.stream()
                    .flatMap(k -> references.getOrDefault(k, Set.of()).stream())
                    .collect(Collectors.toSet());
            List<String> free = rest.stream().filter(k -> !referred.contains(k)).toList();
            ordered.addAll(free.isEmpty() ? rest.subList(0, 1) : free);
        }
        return ordered.stream().map(kinds::get).map(Objects::requireNonNull).toList();
    }

    /** Empty for one that has gone since it was asked for: with a plugin its tables may go. */
    Optional<Kind> kind(String name) {
        return Optional.ofNullable(read().get(name));
    }

    private Map<String, Kind> read() {
        Map<String, Kind> kinds = new HashMap<>();
        database.core()
                .sql(COLUMNS)
                .query((rs, _) -> {
                    String name = kind(rs).name();
                    if (!LEFT_OUT.containsKey(name)) {
                        kinds.computeIfAbsent(name, _ -> kind(rs)).all().add(column(rs));
                    }
                    return name;
                })
                .list();
        return kinds;
    }

    private static Kind kind(ResultSet rs) {
        try {
            return new Kind(rs.getString("schema"), rs.getString("name"), rs.getString("about"), new ArrayList<>());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Column column(ResultSet rs) throws SQLException {
        return new Column(
                rs.getString("column_name"),
                rs.getString("type"),
                rs.getString("column_about"),
                rs.getInt("key_place"));
    }

    private Map<String, Set<String>> references() {
        Map<String, Set<String>> references = new HashMap<>();
        database.core()
                .sql(REFERENCES)
                .query((rs, _) -> references
                        .computeIfAbsent(rs.getString("name"), _ -> new LinkedHashSet<>())
                        .add(rs.getString("refers_to")))
                .list();
        return references;
    }

    /**
     * Some rows behind a key, each column as text.
     *
     * @param after the key's columns as JSON; empty = from the first
     */
    List<List<@Nullable String>> rows(Kind kind, String after, int limit) {
        List<Column> columns = kind.columns();
        List<Column> key = kind.key();
        // with its table: a bare name would mean the text that is selected under it, which no index sorts
        String keys = key.stream().map(c -> "t." + c.quoted()).collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("select ")
                .append(columns.stream().map(Column::expression).collect(Collectors.joining(", ")))
                .append(key.stream().map(c -> ", " + c.quoted() + "::text").collect(Collectors.joining()))
                .append(" from ")
                .append(kind.quoted())
                .append(" t where t.tenant_id = :tenant");
        String[] place = after.isEmpty() ? new String[0] : json.readValue(after, String[].class);
        if (place.length > 0) {
            sql.append(" and (").append(keys).append(") > (");
            sql.append(IntStream.range(0, key.size())
                    .mapToObj(i -> "cast(:k" + i + " as " + key.get(i).type() + ")")
                    .collect(Collectors.joining(", ")));
            sql.append(")");
        }
        sql.append(" order by ").append(keys).append(" limit ").append(limit);
        StatementSpec statement = (kind.ofPlugin() ? plugins.in(kind.schema()) : database.core())
                .sql(sql.toString())
                .param("tenant", Scope.currentTenant().value());
        for (int i = 0; i < place.length; i++) {
            statement = statement.param("k" + i, place[i]);
        }
        int width = columns.size() + key.size();
        return statement
                .query((rs, _) -> {
                    List<@Nullable String> values = new ArrayList<>(width);
                    for (int i = 0; i < width; i++) {
                        values.add(rs.getString(i + 1));
                    }
                    return values;
                })
                .list();
    }

    /** The key of a row that {@link #rows} gave. */
    String place(Kind kind, List<@Nullable String> row) {
        return json.writeValueAsString(row.subList(kind.columns().size(), row.size()));
    }

    /** A row as an object. */
    String object(Kind kind, List<@Nullable String> row) {
        List<Column> columns = kind.columns();
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String value = row.get(i);
            object.append(i == 0 ? "" : ",")
                    .append(json.writeValueAsString(column.name()))
                    .append(':');
            object.append(value == null ? "null" : column.literal() ? value : json.writeValueAsString(value));
        }
        return object.append('}').toString();
    }

    /** What is said of a kind to those who read the files. */
    static Map<String, Object> described(Kind kind) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("name", kind.name());
        said.put("description", kind.about());
        said.put(
                "columns",
                kind.columns().stream()
                        .map(c -> {
                            Map<String, Object> column = new LinkedHashMap<>();
                            column.put("name", c.name());
                            column.put("type", c.type());
                            if (!c.about().isEmpty()) {
                                column.put("description", c.about());
                            }
                            return column;
                        })
                        .toList());
        said.put(
                "leftOut",
                kind.all().stream().filter(Column::secret).map(Column::name).toList());
        return said;
    }
}
