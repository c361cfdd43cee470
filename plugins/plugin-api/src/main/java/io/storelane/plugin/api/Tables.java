package io.storelane.plugin.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Service {@code tables}: reads files of rows as the server's own imports do, texts (CSV, with commas, semicolons or tabs, in UTF-8,
 * UTF-16, GBK or Big5) and workbooks (XLSX, the first sheet that is to be seen), and writes them.
 *
 * <pre>{@code
 * tables.read(file, row -> {
 *     if (row.number() > 1) orders.add(row.cell(0), row.cell(1));
 * });
 * }</pre>
 */
public interface Tables {

    /** Bytes that a file may have. */
    int LARGEST = 20_000_000;

    /** Rows that a file may have. */
    int MOST = 100_000;

    /** Cells that a row may have. */
    int WIDEST = 200;

    /**
     * Reads a file from its beginning to its end; rows without anything in them are left out. Never within a transaction that should be
     * short: a large file takes seconds.
     *
     * @param each is given row after row, the one with titles too; an exception of it ends the reading
     * @throws Refusal if the file cannot be read: of no known kind or encoding, behind a password, too large, a bomb, with merged cells
     */
    void read(byte[] file, Consumer<Row> each);

    /** The rows as a text (CSV, UTF-8 with its mark) in which no cell is a formula. */
    byte[] csv(List<List<String>> rows);

    /** A row of a file. */
    interface Row {

        /** As a spreadsheet program counts: the first one is 1. */
        int number();

        /** How many cells it has. */
        int width();

        /** Text of a cell, the first one is 0, without blanks around it; numbers and days of workbooks as exact as they stand there. */
        String cell(int column);

        /**
         * Why the text of a cell is not to be trusted: {@code formula-failed}, {@code formula-text} of a formula as text,
         * {@code digits-lost} of a long number whose end a spreadsheet program has rounded away; empty if nothing is wrong.
         */
        Optional<String> doubt(int column);
    }
}
