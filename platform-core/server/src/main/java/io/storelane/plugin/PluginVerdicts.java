package io.storelane.plugin;

import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportRow;
import io.storelane.plugin.api.DataSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a plugin says of rows. It is taken over when the call is over: a call that is late says nothing any more. */
final class PluginVerdicts implements DataSet.Rows {

    private final List<Read> rows;
    private final Set<String> columns;
    private final Set<Integer> added = new java.util.HashSet<>();
    private final Set<Integer> changed = new java.util.HashSet<>();
    private final Map<Integer, List<Fault>> faults = new HashMap<>();
    private boolean closed;

    PluginVerdicts(List<Read> rows, Set<String> columns) {
        this.rows = List.copyOf(rows);
        this.columns = Set.copyOf(columns);
    }

    private record Fault(String column, String textKey, List<Object> args) {}

    /** A row whose cells are what they should be. @param values of cells that are no text */
    record Read(int number, Map<String, String> cells, Map<String, Object> values) implements DataSet.Row {

        Read {
            cells = Map.copyOf(cells);
            values = Map.copyOf(values);
        }

        @Override
        public String text(String column) {
            return cells.getOrDefault(column, "");
        }

        @Override
        public Optional<Long> whole(String column) {
            return Optional.ofNullable(values.get(column)).map(Long.class::cast);
        }

        @Override
        public Optional<Instant> time(String column) {
            return Optional.ofNullable(values.get(column)).map(Instant.class::cast);
        }

        @Override
        public Optional<Boolean> yesNo(String column) {
            return Optional.ofNullable(values.get(column)).map(Boolean.class::cast);
        }
    }

    @Override
    public List<DataSet.Row> rows() {
        return List.copyOf(rows);
    }

    @Override
    public synchronized List<DataSet.Row> sound() {
        return rows.stream()
                .filter(row -> !faults.containsKey(row.number()))
                .<DataSet.Row>map(row -> row)
                .toList();
    }

    @Override
    public synchronized void added(DataSet.Row row) {
        added.add(known(row));
    }

    @Override
    public synchronized void changed(DataSet.Row row) {
        changed.add(known(row));
    }

    @Override
    public synchronized void wrong(DataSet.Row row, String column, String textKey, Object... args) {
        if (!column.isEmpty() && !columns.contains(column)) {
            throw new IllegalArgumentException("There is no column " + column);
        }
        faults.computeIfAbsent(known(row), _ -> new ArrayList<>())
                .add(new Fault(
                        column,
                        textKey,
                        // objects of the plugin's own classes would keep it in memory
                        Stream.of(args)
                                .map(arg -> arg instanceof Long || arg instanceof Integer ? arg : String.valueOf(arg))
                                .toList()));
    }

    private int known(DataSet.Row row) {
        if (closed) {
            throw new IllegalStateException("These rows are over");
        }
        if (!(row instanceof Read read) || !rows.contains(read)) {
            throw new IllegalArgumentException("Row " + row.number() + " is none of these");
        }
        return read.number();
    }

    synchronized void close() {
        closed = true;
    }

    /** @param key makes the key of a text of the plugin one of the server */
    synchronized void tell(ImportBatch batch, List<ImportRow> given, UnaryOperator<String> key) {
        closed = true;
        for (ImportRow row : given) {
            faults.getOrDefault(row.number(), List.of())
                    .forEach(f -> batch.wrong(row, f.column(), key.apply(f.textKey()), f.args()));
            if (added.contains(row.number())) {
                batch.added(row);
            } else if (changed.contains(row.number())) {
                batch.changed(row);
            }
        }
    }
}
