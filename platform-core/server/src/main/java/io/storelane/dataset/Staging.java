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
                throw new ProblemException(DatasetProblem.NO_ROWS);
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
            throw new ProblemException(DatasetProblem.NO_ROWS);
        }
        return header;
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > SAMPLE_LENGTH ? line.substring(0, SAMPLE_LENGTH) + "…" : line;
    }

    /** Cuts the rows into parts: what belongs together is in one of them. */
    void cut(
            ImportKind kind,
            Path file,
            FileForm form,
            String charset,
            Map<String, Integer> mapping,
            Consumer<Part> parts)
            throws IOException {
        try (Table table = Table.open(file, form, charset)) {
            header(table);
            var cutter = new Cutter(kind, parts);
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

    /** Takes the rows one after the other. */
    private static final class Cutter {

        private final ImportKind kind;
        private final Consumer<Part> parts;
        private final Map<String, Integer> keys = new HashMap<>();
        private final Map<String, Integer> groups = new HashMap<>();
        private List<ImportRow> rows = new ArrayList<>();
        private String group = "";
        private int position;

        Cutter(ImportKind kind, Consumer<Part> parts) {
            this.kind = kind;
            this.parts = parts;
        }

        void add(ImportRow given) {
            ImportRow row = given;
            String key = kind.key(row);
            Integer first = key.isEmpty() ? null : keys.putIfAbsent(key, row.number());
            if (first != null) {
                row = faulty(row, DatasetProblem.ROW_TWICE, first);
            }
            String now = kind.group(row);
            boolean goesOn = !now.isEmpty() && now.equals(group) && rows.size() < MOST_TOGETHER;
            if (!goesOn) {
                Integer before = now.isEmpty() ? null : groups.putIfAbsent(now, row.number());
                if (before != null) {
                    row = faulty(row, DatasetProblem.ROWS_APART, before);
                }
                if (rows.size() >= kind.atOnce()) {
                    flush();
                }
            }
            group = now;
            rows.add(row);
        }

        private ImportRow faulty(ImportRow row, DatasetProblem problem, int first) {
            return row.fault() != null
                    ? row
                    : new ImportRow(row.number(), row.cells(), ImportFinding.of("", kind.label(row), problem, first));
        }

        void flush() {
            if (!rows.isEmpty()) {
                parts.accept(new Part(position++, rows));
                rows = new ArrayList<>();
            }
        }
    }
}
