package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of rows, read from its beginning to its end; never more than a row of it is in memory. */
interface Table extends Closeable {

    /** What is to be known of a cell besides its text. */
    enum Mark {
        PLAIN,
        /** Of a formula; the text is what it came to. */
        FORMULA,
        /** A formula that came to no value. */
        FAILED,
        /** A formula as text. */
        FORMULA_TEXT,
        /** A long number of which a spreadsheet program has rounded the end away. */
        DIGITS_LOST
    }

    record Cell(String text, Mark mark) {

        static final Cell EMPTY = new Cell("", Mark.PLAIN);
    }

    /** @param number as a spreadsheet program shows it */
    record Line(int number, List<Cell> cells) {

        boolean isEmpty() {
            return cells.stream().allMatch(c -> c.text().isEmpty() && c.mark() == Mark.PLAIN);
        }

        Cell cell(int column) {
            return column < cells.size() ? cells.get(column) : Cell.EMPTY;
        }
    }

    /**
     * The next row; null behind the last one.
     *
     * @throws ProblemException if the file cannot be read on
     */
    @Nullable Line next() throws IOException;

    /** Name of the sheet that is read; empty for a text. */
    default String sheet() {
        return "";
    }

    /** @param charset of a text; of no account for a workbook */
    static Table open(Path file, FileForm form, String charset) throws IOException {
        return form == FileForm.XLSX ? new WorkbookTable(file) : new TextTable(file, charset);
    }
}
