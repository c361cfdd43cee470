package io.storelane.tenancy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables of one plugin: the roles around them, the rules they keep, and the wall. All in the transaction of the connection. */
final class PluginTables {

    private static final String WALL = "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid";

    private static final String TABLES = """
            with t as (select c.oid, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = '%1$s' and c.relkind in ('r', 'p'))
            """;

    /** What is wrong, and the query that names it: the rules of {@code CatalogTests}, for the tables of a plugin. */
    private static final Map<String, String> RULES = new LinkedHashMap<>();

    static {
        RULES.put("table %s has no column tenant_id uuid not null: add it", TABLES + """
                select name from t where not exists (select from pg_attribute a where a.attrelid = t.oid
                  and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)""");
        RULES.put("table %s has no primary key: make one that begins with tenant_id", TABLES + """
                select name from t where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')""");
        RULES.put(
                "key %s does not contain tenant_id: rows of one workspace would be in the way of another's",
                TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid
                where k.contype in ('p', 'u', 'f', 'x') and not exists (select from pg_attribute a
                  where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnum = any (k.conkey))""");
        RULES.put("index %s is not led by tenant_id", TABLES + """
                select name || '.' || x.relname from t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
                left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                where a.attname is distinct from 'tenant_id'""");
        RULES.put("foreign key %s leads out of the plugin's schema: keep the id alone", TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
                join pg_class f on f.oid = k.confrelid join pg_namespace n on n.oid = f.relnamespace
                where n.nspname <> '%1$s'""");
        RULES.put("foreign key %s does not tie tenant_id to tenant_id", TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
                where not exists (select from generate_subscripts(k.conkey, 1) i
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[i]
                  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[i]
                  where a.attname = 'tenant_id' and b.attname = 'tenant_id')""");
        RULES.put("column %s is numeric or an enum: use bigint of the smallest unit, or text", TABLES + """
                select name || '.' || a.attname from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
                  and not a.attisdropped join pg_type y on y.oid = a.atttypid
                where y.typtype = 'e' or y.typname = 'numeric'""");
        RULES.put("index column %s is of a type that cannot be searched behind row-level security", TABLES + """
                select distinct name || '.' || a.attname from t join pg_index i on i.indrelid = t.oid
                join pg_attribute a on a.attrelid = t.oid and a.attnum = any (i.indkey) and a.attnum > 0
                join pg_type y on y.oid = a.atttypid
                where y.typname not in ('uuid', 'int8', 'int4', 'text', 'timestamptz', 'date', 'xid8', 'bool', 'bytea')""");
        RULES.put("policy %s is the plugin's own: the host makes the only one", TABLES + """
                select name || '.' || p.polname from t join pg_policy p on p.polrelid = t.oid where p.polname <> 'tenant'""");
        RULES.put("view %s is not made with (security_invoker = true)", """
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = '%1$s' and (c.relkind = 'm' or (c.relkind = 'v'
                  and not coalesce(c.reloptions, '{}') @> array['security_invoker=true']))""");
        RULES.put("function %s is security definer", """
                select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = '%1$s' and p.prosecdef""");
    }

    /** A column that a running release may use. */
    record Column(String table, String name, String type, boolean required) {}

    private final Connection connection;
    private final String schema;

    /** @param schema a plain identifier: it is written into SQL */
    PluginTables(Connection connection, String schema) {
        this.connection = connection;
        this.schema = new DatabaseRole(schema, true).name();
    }

    /** Makes roles and schema where they are missing, and goes on as the schema's owner. */
    void prepare() throws SQLException {
        execute("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = '%1$s') then
                    create role %1$s nologin;
                    grant %1$s to plugin_owner with inherit false, set true;
                  end if;
                  if not exists (select from pg_roles where rolname = '%1$s_rt') then
                    create role %1$s_rt nologin;
                    grant %1$s_rt to storelane_app with inherit false, set true;
                  end if;
                end $$;
                create schema if not exists plugins;
                grant usage, create on schema plugins to %1$s;
                create schema if not exists %1$s authorization %1$s;
                set local role %1$s;
                grant usage on schema %1$s to %1$s_rt;
                set local search_path = %1$s""".formatted(schema));
    }

    List<Column> columns() throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES.formatted(schema) + """
                select name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull and not a.atthasdef
                from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped""")) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
            }
        }
        return columns;
    }

    /** What breaks the rules, and what the release before this one, which may run beside it, would miss. */
    List<String> findings(List<Column> before) throws SQLException {
        execute("reset role; set local role " + schema);
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, String> rule : RULES.entrySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(rule.getValue().formatted(schema))) {
                while (rows.next()) {
                    findings.add(rule.getKey().formatted(rows.getString(1)));
                }
            }
        }
        findings.addAll(contractions(before, columns()));
        return findings;
    }

    private static List<String> contractions(List<Column> before, List<Column> after) {
        List<String> findings = new ArrayList<>();
        Map<String, Column> present = after.stream().collect(Collectors.toMap(PluginTables::key, c -> c));
        Map<String, Column> known = before.stream().collect(Collectors.toMap(PluginTables::key, c -> c));
        Set<String> tables = before.stream().map(Column::table).collect(Collectors.toCollection(HashSet::new));
        for (Column old : before) {
            Column now = present.get(key(old));
            if (now == null) {
                findings.add("column " + key(old) + " is dropped or renamed, and the release before still uses it");
            } else if (!now.type().equals(old.type())) {
                findings.add("column " + key(old) + " changes its type from " + old.type() + " to " + now.type());
            }
        }
        for (Column now : after) {
            Column old = known.get(key(now));
            if (tables.contains(now.table()) && now.required() && (old == null || !old.required())) {
                findings.add("column " + key(now)
                        + " must be filled and has no default, and the release before does not fill it");
            }
        }
        return findings;
    }

    private static String key(Column column) {
        return column.table() + "." + column.name();
    }

    /** Row-level security in force, the one policy, and what the plugin's statements may do. */
    void wall() throws SQLException {
        execute("""
                do $do$ declare t record; begin
                  for t in select c.oid, c.relname from pg_class c where c.relnamespace = '%1$s'::regnamespace and c.relkind in ('r', 'p') loop
                    execute format('alter table %1$s.%%I enable row level security', t.relname);
                    execute format('alter table %1$s.%%I force row level security', t.relname);
                    execute format('drop policy if exists tenant on %1$s.%%I', t.relname);
                    execute format('create policy tenant on %1$s.%%I using (%2$s) with check (%2$s)', t.relname);
                  end loop;
                end $do$;
                grant select, insert, update, delete on all tables in schema %1$s to %1$s_rt;
                grant usage on all sequences in schema %1$s to %1$s_rt""".formatted(schema, WALL.replace("'", "''")));
    }

    void drop() throws SQLException {
        execute("""
                do $$ begin
                  if exists (select from pg_roles where rolname = '%1$s') then
                    set local role %1$s;
                    drop schema if exists %1$s cascade;
                    drop table if exists plugins.%1$s_log, plugins.%1$s_lock;
                    reset role;
                    revoke all on schema plugins from %1$s;
                    drop role %1$s;
                    drop role %1$s_rt;
                  end if;
                end $$""".formatted(schema));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
