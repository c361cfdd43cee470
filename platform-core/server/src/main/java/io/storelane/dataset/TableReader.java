package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import io.storelane.web.list.FileFormat;
import io.storelane.web.list.SheetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Reads and writes files of rows for those who do something else with them than an import. */
@Service
public class TableReader {

    /** @param doubt why the text is not to be trusted: the name of a {@link DatasetProblem}; empty if it is */
    public record Cell(String text, String doubt) {}

    /** @param number as a spreadsheet program shows it */
    public record Row(int number, List<Cell> cells) {}

    /**
     * Reads a file; empty rows are left out.
     *
     * @throws ProblemException if it cannot be read, is too large, or has too many rows or columns
     */
    public void read(byte[] content, int largest, int most, Consumer<Row> each) {
        if (content.length > largest) {
            throw new ProblemException(DatasetProblem.FILE_TOO_LARGE, largest / 1_000_000);
        }
        try {
            Path file = Files.createTempFile("table", "");
            try {
                Files.write(file, content);
                read(file, most, each);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file, int most, Consumer<Row> each) throws IOException {
        FileForm form = FileForm.of(file);
        String charset = form == FileForm.CSV ? Charsets.of(file, Charsets.AUTO).name() : "";
        int rows = 0;
        try (Table table = Table.open(file, form, charset)) {
            for (Table.Line line = table.next(); line != null; line = table.next()) {
                if (line.isEmpty()) {
                    continue;
                }
                if (++rows > most) {
                    throw new ProblemException(DatasetProblem.TOO_MANY_ROWS, most);
                }
                if (line.cells().size() > Columns.MOST) {
                    throw new ProblemException(DatasetProblem.TOO_MANY_COLUMNS, Columns.MOST);
                }
                each.accept(new Row(
                        line.number(),
                        line.cells().stream()
                                .map(c -> new Cell(c.text(), doubt(c.mark())))
                                .toList()));
            }
        }
        if (rows == 0) {
            throw new ProblemException(DatasetProblem.NO_ROWS);
        }
    }

    private static String doubt(Table.Mark mark) {
        return switch (mark) {
            case PLAIN, FORMULA -> "";
            case FAILED -> DatasetProblem.FORMULA_FAILED.name();
            case FORMULA_TEXT -> DatasetProblem.FORMULA_TEXT.name();
            case DIGITS_LOST -> DatasetProblem.DIGITS_LOST.name();
        };
    }

    /** A text of these rows in which no cell is a formula. */
    public byte[] csv(List<List<String>> rows) {
        var out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.of(FileFormat.CSV, out, ZoneOffset.UTC)) {
            for (List<String> row : rows) {
                writer.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
