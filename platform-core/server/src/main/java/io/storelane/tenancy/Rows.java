package io.storelane.tenancy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import org.springframework.jdbc.core.SqlTypeValue;

/**
 * Many rows in one statement: each column goes over as one array. One round trip for any number of rows, and the statement's text
 * stays the same, so the database keeps its plan. Its text is made once: whoever writes often keeps the object.
 *
 * @param <T> what a row is made from
 */
public final class Rows<T> {

    private record Column<T>(
            String name, String type, String expression, Function<T, ? extends @Nullable Object> value) {}

    /** Between the texts of a list on its way: no text that people or programs send holds it. */
    private static final char UNIT_SEPARATOR = '\u001f';

    /** Texts of statements for several tables, by those of their parts; there are as many as kinds of things that are stored. */
    private static final Map<List<String>, String> TOGETHER = new ConcurrentHashMap<>();

    private static final Map<String, String> INTERNAL_NAMES =
            Map.of("boolean", "bool", "bigint", "int8", "integer", "int4");

    private final String table;
    private final Function<T, TenantId> tenant;
    private final List<Column<T>> columns = new ArrayList<>();
    private volatile @Nullable String sql;

    private Rows(String table, Function<T, TenantId> tenant) {
        this.table = table;
        this.tenant = tenant;
    }

    /** Rows of a table of schema {@code core}; each gets the tenant of the scope. */
    public static <T> Rows<T> of(String table) {
        return new Rows<>(table, _ -> Scope.currentTenant());
    }

    /** Rows of a table of schema {@code core} that say whose they are, in the scope of that tenant or of a group. */
    public static <T> Rows<T> of(String table, Function<T, TenantId> tenant) {
        return new Rows<>(table, tenant);
    }

    /** @param type PostgreSQL type of the column, not an array */
    public Rows<T> with(String name, String type, Function<T, ? extends @Nullable Object> value) {
        columns.add(new Column<>(name, type, "r." + name, value));
        return this;
    }

    /**
     * A column that the database works out itself.
     *
     * @param expression SQL in which {@code r} is the row as it went over, {@code r.tenant_id} among it
     */
    public Rows<T> withExpression(
            String name, String type, Function<T, ? extends @Nullable Object> value, String expression) {
        columns.add(new Column<>(name, type, expression, value));
        return this;
    }

    /** A column of type text[]. */
    public Rows<T> withList(String name, Function<T, List<String>> value) {
        columns.add(new Column<>(
                name,
                "text",
                "case when r.%1$s = '' then '{}' else string_to_array(r.%1$s, E'\\x1f') end".formatted(name),
                row -> String.join(String.valueOf(UNIT_SEPARATOR), value.apply(row))));
        return this;
    }

    /** An insert that is ready to be sent; empty if there are no rows. */
    public static final class Insert {

        private final String sql;
        private final List<Object> values;

        private Insert(String sql, List<Object> values) {
            this.sql = sql;
            this.values = values;
        }
    }

    /** Inserts; without rows it does nothing. */
    public void insert(Database database, List<? extends T> rows) {
        send(database, List.of(ready(rows)));
    }

    /** Inserts those that no unique key forbids. @return the first column of the rows that went in, and this one */
    public <K, V> Map<K, V> insertNew(
            Database database, List<? extends T> rows, Class<K> key, String column, Class<V> type) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        Insert insert = ready(rows);
        Map<K, V> made = new HashMap<>();
        database.core()
                .sql(insert.sql + " on conflict do nothing returning "
                        + columns.getFirst().name() + ", " + column)
                .params(insert.values)
                .query(rs -> {
                    made.put(rs.getObject(1, key), rs.getObject(2, type));
                });
        return made;
    }

    /** Sends rows of several tables as one statement: one round trip for all of them. Keys are checked at its end. */
    public static void send(Database database, List<Insert> inserts) {
        List<Insert> full = inserts.stream().filter(i -> !i.values.isEmpty()).toList();
        if (full.isEmpty()) {
            return;
        }
        database.core()
                .sql(TOGETHER.computeIfAbsent(full.stream().map(i -> i.sql).toList(), Rows::together))
                .params(full.stream().flatMap(i -> i.values.stream()).toList())
                .update();
    }

    private static String together(List<String> inserts) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < inserts.size() - 1; i++) {
            sql.append(i == 0 ? "with " : ", ").append("insert_%d as (%s)".formatted(i, inserts.get(i)));
        }
        return sql.append(' ').append(inserts.getLast()).toString().strip();
    }

    /** The insert of these rows, to be sent with others. */
    public Insert ready(List<? extends T> rows) {
        List<Object> values = new ArrayList<>();
        if (!rows.isEmpty()) {
            values.add(array("uuid", rows, row -> tenant.apply(row).value()));
            columns.forEach(c -> values.add(array(c.type(), rows, c.value())));
        }
        return new Insert(sql(), values);
    }

    private String sql() {
        String known = sql;
        if (known == null) {
            String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
            known =
                    "insert into core.%s (tenant_id, %s) select r.tenant_id, %s from unnest(?::uuid[], %s) r (tenant_id, %s)"
                            .formatted(
                                    table,
                                    names,
                                    columns.stream().map(Column::expression).collect(Collectors.joining(", ")),
                                    columns.stream()
                                            .map(c -> "?::" + c.type() + "[]")
                                            .collect(Collectors.joining(", ")),
                                    names);
            sql = known;
        }
        return known;
    }

    /** The values of one column as an array of the database. */
    public static <T> SqlTypeValue array(
            String type, List<? extends T> rows, Function<T, ? extends @Nullable Object> value) {
        StringBuilder literal = new StringBuilder(rows.size() * 40).append('{');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                literal.append(',');
            }
            append(literal, value.apply(rows.get(i)));
        }
        return new ArrayValue(
                "_" + INTERNAL_NAMES.getOrDefault(type, type),
                literal.append('}').toString());
    }

    private static void append(StringBuilder literal, @Nullable Object value) {
        switch (value) {
            case null -> literal.append("NULL");
            case Number number -> literal.append(number);
            case Boolean flag -> literal.append(flag.booleanValue());
            case UUID id -> literal.append(id);
            case Timestamp time -> literal.append(time.toInstant()); // with its zone
            default -> {
                String text = value.toString();
                literal.append('"');
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if (c == '"' || c == '\\') {
                        literal.append('\\');
                    }
                    literal.append(c);
                }
                literal.append('"');
            }
        }
    }

    /** An array in the form in which PostgreSQL reads it; the driver's own way there takes three times as long. */
    private record ArrayValue(String type, String literal) implements SqlTypeValue {

        @Override
        public void setTypeValue(PreparedStatement statement, int index, int sqlType, @Nullable String typeName)
                throws SQLException {
            PGobject array = new PGobject();
            array.setType(type);
            array.setValue(literal);
            statement.setObject(index, array);
        }
    }
}
