package io.storelane.tenancy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Many rows in one statement: each column goes over as one array. One round trip for any number of rows, and the statement's text
 * stays the same, so the database keeps its plan.
 *
 * @param <T> what a row is made from
 */
public final class Rows<T> {

    private record Column<T>(
            String name, String type, String expression, Function<T, ? extends @Nullable Object> value) {}

    /** Between the texts of a list on its way: no text that people or programs send holds it. */
    private static final char UNIT_SEPARATOR = '\u001f';

    private final String table;
    private final Function<T, TenantId> tenant;
    private final List<Column<T>> columns = new ArrayList<>();

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
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < full.size() - 1; i++) {
            sql.append(i == 0 ? "with " : ", ").append("insert_%d as (%s)".formatted(i, full.get(i).sql));
        }
        database.core()
                .sql(sql.append(' ').append(full.getLast().sql).toString().strip())
                .params(full.stream().flatMap(i -> i.values.stream()).toList())
                .update();
    }

    /** The insert of these rows, to be sent with others. */
    public Insert ready(List<? extends T> rows) {
        String names = String.join(", ", columns.stream().map(Column::name).toList());
        String expressions =
                String.join(", ", columns.stream().map(Column::expression).toList());
        String arrays = String.join(
                ", ", columns.stream().map(c -> "?::" + c.type() + "[]").toList());
        List<Object> values = new ArrayList<>();
        if (!rows.isEmpty()) {
            values.add(array("uuid", rows, row -> tenant.apply(row).value()));
            columns.forEach(c -> values.add(array(c.type(), rows, c.value())));
        }
        return new Insert(
                "insert into core.%s (tenant_id, %s) select r.tenant_id, %s from unnest(?::uuid[], %s) r (tenant_id, %s)"
                        .formatted(table, names, expressions, arrays, names),
                values);
    }

    /** The values of one column as an array of the database. */
    @SuppressWarnings("NullAway") // an element of an array may be null in the database, and the driver passes it on
    public static <T> SqlArrayValue array(
            String type, List<? extends T> rows, Function<T, ? extends @Nullable Object> value) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return new SqlArrayValue(type, values);
    }
}
