package io.storelane.dataset;

import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportFiles.Outline;
import io.storelane.dataset.ImportFiles.Part;
import io.storelane.dataset.ImportView.Column;
import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a file from its beginning to its end: once to see what it holds, and once to cut it into parts. */
@Component
class Staging {

    static final int MOST_ROWS = 200_000;

    /** Rows of one thing at most. */
    private static final int MOST_TOGETHER = 1_000;

    private static final int LONGEST_CELL = 20_000;
    private static final int SAMPLES = 3;
    private static final int SAMPLE_LENGTH = 60;

    private final Columns columns;

    Staging(Columns columns) {
        this.columns = columns;
    }

    /** What the file holds. @throws ProblemException if it cannot be read to its end */
    Outline outline(ImportKind kind, Path file, FileForm form, String chosen) throws IOException {
        Charsets.Found charset = form == FileForm.XLSX ? new Charsets.Found("", false) : Charsets.of(file, chosen);
        try (Table table = Table.open(file, form, charset.name())) {
            Table.Line header = header(table);
            List<String> names = columns.names(kind, header);
            List<List<String>> samples = new ArrayList<>();
            names.forEach(_ -> samples.add(new ArrayList<>()));
            int rows = 0;
            int formulas = 0;
            for (Table.Line line = table.next(); line != null; line = table.next()) {
                if (line.isEmpty()) {
                    continue;
                }
                rows++;
                if (rows > MOST_ROWS) {
                    throw new ProblemException(DatasetProblem.TOO_MANY_ROWS, MOST_ROWS);
                }
                for (int i = 0; i < names.size(); i++) {
                    Table.Cell cell = line.cell(i);
                    formulas += cell.mark() == Table.Mark.FORMULA ? 1 : 0;
                    if (samples.get(i).size() < SAMPLES && !cell.text().isEmpty()) {
                        samples.get(i).add(shortened(cell.text()));
                    }
                }
            }
            if (rows == 0) {
                throw noRows(table);
            }
            List<Column> found = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                found.add(new Column(names.get(i), samples.get(i)));
            }
            return new Outline(charset.name(), charset.guessed(), formulas, rows, found);
        }
    }

    private static Table.Line header(Table table) throws IOException {
        Table.Line header = table.next();
        while (header != null && header.isEmpty()) {
            header = table.next();
        }
        if (header == null) {
            throw noRows(table);
        }
        return header;
    }

    private static ProblemException noRows(Table table) {
        return table.sheet().isEmpty()
                ? new ProblemException(DatasetProblem.NO_ROWS)
                : new ProblemException(DatasetProblem.EMPTY_SHEET, table.sheet());
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > SAMPLE_LENGTH ? line.substring(0, SAMPLE_LENGTH) + "…" : line;
    }

    /**
     * Cuts the rows into parts: what belongs together is in one of them. Of what the file tears apart all rows are faulty: half of
     * it would look like the whole.
     *
     * @param again called if the parts that there were are not the ones: all come once more
     */
    void cut(
            ImportKind kind,
            Path file,
            FileForm form,
            String charset,
            Map<String, Integer> mapping,
            Consumer<Part> parts,
            Runnable again)
            throws IOException {
        Map<String, Torn> torn = new HashMap<>();
        cut(kind, file, form, charset, mapping, parts, torn);
        if (!torn.isEmpty()) {
            again.run(); // what is torn is known only at the end, and its first rows were taken for good ones
            cut(kind, file, form, charset, mapping, parts, torn);
        }
    }

    private static void cut(
            ImportKind kind,
            Path file,
            FileForm form,
            String charset,
            Map<String, Integer> mapping,
            Consumer<Part> parts,
            Map<String, Torn> torn)
            throws IOException {
        try (Table table = Table.open(file, form, charset)) {
            header(table);
            var cutter = new Cutter(kind, parts, torn);
            for (Table.Line line = table.next(); line != null; line = table.next()) {
                ImportRow row = row(kind, line, mapping);
                if (row != null) {
                    cutter.add(row);
                }
            }
            cutter.flush();
        }
    }

    /** Null if it says nothing. */
    private static @Nullable ImportRow row(ImportKind kind, Table.Line line, Map<String, Integer> mapping) {
        Map<String, String> cells = new LinkedHashMap<>();
        @Nullable ImportFinding fault = null;
        for (ImportField field : kind.fields()) {
            Integer column = mapping.get(field.code());
            Table.Cell cell = column == null ? Table.Cell.EMPTY : line.cell(column);
            if (!cell.text().isEmpty()) {
                cells.put(
                        field.code(),
                        cell.text().length() > LONGEST_CELL ? cell.text().substring(0, LONGEST_CELL) : cell.text());
            }
            DatasetProblem wrong = wrong(field, cell);
            if (wrong != null && fault == null) {
                fault = wrong == DatasetProblem.CELL_TOO_LONG
                        ? ImportFinding.of(field.code(), cell.text(), wrong, LONGEST_CELL)
                        : ImportFinding.of(field.code(), cell.text(), wrong);
            }
        }
        return cells.isEmpty() && fault == null ? null : new ImportRow(line.number(), cells, fault);
    }

    private static @Nullable DatasetProblem wrong(ImportField field, Table.Cell cell) {
        return switch (cell.mark()) {
            case FAILED -> DatasetProblem.FORMULA_FAILED;
            case FORMULA_TEXT -> DatasetProblem.FORMULA_TEXT;
            case DIGITS_LOST -> field.form() == Form.CODE ? DatasetProblem.DIGITS_LOST : null;
            case PLAIN, FORMULA -> cell.text().length() > LONGEST_CELL ? DatasetProblem.CELL_TOO_LONG : null;
        };
    }

    /** Why rows that belong together cannot be dealt with together. */
    private record Torn(DatasetProblem why, List<Object> args) {}

    /** Takes the rows one after the other. */
    private static final class Cutter {

        private final ImportKind kind;
        private final Function<ImportRow, String> grouping;
        private final Consumer<Part> parts;
        private final Map<String, Integer> keys = new HashMap<>();
        private final Map<String, Integer> groups = new HashMap<>();
        private final Map<String, Torn> torn;
        private List<ImportRow> rows = new ArrayList<>();
        private String group = "";
        private int together;
        private int position;

        /** @param torn groups that are known to be torn; those that are found are added */
        Cutter(ImportKind kind, Consumer<Part> parts, Map<String, Torn> torn) {
            this.kind = kind;
            this.grouping = kind.grouping();
            this.parts = parts;
            this.torn = torn;
        }

        void add(ImportRow given) {
            ImportRow row = given;
            String key = kind.key(row);
            Integer first = key.isEmpty() ? null : keys.putIfAbsent(key, row.number());
            if (first != null) {
                row = faulty(row, new Torn(DatasetProblem.ROW_TWICE, List.of(first)));
            }
            String of = grouping.apply(row);
            boolean goesOn = of.equals(ImportKind.OF_ABOVE) || (!of.isEmpty() && of.equals(group));
            if (goesOn) {
                goOn(of, row.number());
            } else {
                begin(of, row.number());
            }
            Torn why = torn.get(group);
            boolean apart = !goesOn || why != null || group.isEmpty();
            if (apart && rows.size() >= kind.atOnce()) {
                flush();
            }
            rows.add(why == null || of.equals(ImportKind.OF_ABOVE) ? row : faulty(row, why));
        }

        private void begin(String of, int row) {
            Integer before = of.isEmpty() ? null : groups.putIfAbsent(of, row);
            if (before != null) {
                torn.putIfAbsent(of, new Torn(DatasetProblem.ROWS_APART, List.of(before, row)));
            }
            group = of;
            together = 1;
        }

        private void goOn(String of, int row) {
            together++;
            if (group.isEmpty()) {
                return;
            }
            if (of.equals(ImportKind.OF_ABOVE)) {
                torn.putIfAbsent(group, new Torn(DatasetProblem.ROW_UNNAMED, List.of(row)));
            } else if (together > MOST_TOGETHER) {
                torn.putIfAbsent(group, new Torn(DatasetProblem.TOO_MANY_TOGETHER, List.of(MOST_TOGETHER)));
            }
        }

        private ImportRow faulty(ImportRow row, Torn why) {
            return row.fault() != null
                    ? row
                    : new ImportRow(
                            row.number(),
                            row.cells(),
                            ImportFinding.of(
                                    "", kind.label(row), why.why(), why.args().toArray()));
        }

        void flush() {
            if (!rows.isEmpty()) {
                parts.accept(new Part(position++, rows));
                rows = new ArrayList<>();
            }
        }
    }
}
