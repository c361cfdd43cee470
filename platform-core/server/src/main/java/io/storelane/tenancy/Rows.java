package io.storelane.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    private final List<Column<T>> columns = new ArrayList<>();

    private Rows(String table) {
        this.table = table;
    }

    /** Rows of a table of schema {@code core}; each gets the tenant of the scope. */
    public static <T> Rows<T> of(String table) {
        return new Rows<>(table);
    }

    /** @param type PostgreSQL type of the column, not an array */
    public Rows<T> with(String name, String type, Function<T, ? extends @Nullable Object> value) {
        columns.add(new Column<>(name, type, "r." + name, value));
        return this;
    }

    /**
     * A column that the database works out itself.
     *
     * @param expression SQL in which {@code r} is the row as it went over and {@code t.tenant_id} the tenant
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

    /** Inserts; without rows it does nothing. */
    public void insert(Database database, List<? extends T> rows) {
        if (!rows.isEmpty()) {
            statement(database.core(), rows, "").update();
        }
    }

    /** Inserts those that no unique key forbids. @return the first column of the rows that went in */
    public <K> List<K> insertNew(Database database, List<? extends T> rows, Class<K> key) {
        return rows.isEmpty()
                ? List.of()
                : statement(
                                database.core(),
                                rows,
                                " on conflict do nothing returning "
                                        + columns.getFirst().name())
                        .query((rs, _) -> rs.getObject(1, key))
                        .list();
    }

    private JdbcClient.StatementSpec statement(JdbcClient client, List<? extends T> rows, String end) {
        String names = String.join(", ", columns.stream().map(Column::name).toList());
        String expressions =
                String.join(", ", columns.stream().map(Column::expression).toList());
        String arrays = String.join(
                ", ", columns.stream().map(c -> "?::" + c.type() + "[]").toList());
        JdbcClient.StatementSpec statement = client.sql(
                        "insert into core.%s (tenant_id, %s) select t.tenant_id, %s from (select ?::uuid as tenant_id) t, unnest(%s) r (%s)%s"
                                .formatted(table, names, expressions, arrays, names, end))
                .param(Scope.currentTenant().value());
        for (Column<T> column : columns) {
            statement = statement.param(array(column.type(), rows, column.value()));
        }
        return statement;
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
