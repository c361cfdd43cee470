package io.storelane.inventory.web;

import io.storelane.catalog.Sku;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.StockImport;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.web.Spreadsheet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.context.MessageSource;

/**
 * Rows of SKU, code of the location and units, as spreadsheet programs write or copy them: divided by commas, semicolons or tabs,
 * with a line of titles or without. Where the titles are those of the export, its columns are found by them.
 *
 * @param lines numbers of the lines that the rows stand in
 * @param wrong lines that are no such row
 * @param twice lines, none of them a row, that name the SKU and location of an earlier line
 */
record StockFile(List<StockImport.Row> rows, List<Long> lines, List<Wrong> wrong, List<Twice> twice) {

    /** @param first number of the line that named the SKU and location before */
    record Twice(long line, long first, String sku, String location) {}

    /**
     * A line that is no row.
     *
     * @param line its number, from 1
     * @param why by the path that a refused file names it with
     */
    record Wrong(long line, Fault why) {

        static Wrong of(long line, InventoryProblem problem, Object... args) {
            return new Wrong(line, Fault.of(problem, "/lines/" + line, args));
        }
    }

    private static final int COLUMNS = 3;

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();

    /** The column that a title names, for each of SKU, location and units: the names of all of them. */
    record Titles(List<String> sku, List<String> location, List<String> units) {

        /** The titles of the export, in both languages, whatever the language of the reader. */
        static Titles of(MessageSource messages, StockImport.Meaning meaning) {
            return new Titles(
                    both(messages, "stock.sku"),
                    both(messages, "stock.locationCode"),
                    both(messages, meaning == StockImport.Meaning.SAFETY ? "stock.safety" : "stock.onHand"));
        }

        private static List<String> both(MessageSource messages, String key) {
            return Stream.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)
                    .map(language -> messages.getMessage(key, null, language))
                    .toList();
        }
    }

    /** @param meaning of deliveries each line counts, of all else the SKU and location may stand in one line only */
    static StockFile of(String text, Titles titles, StockImport.Meaning meaning) {
        StockFile read = of(text, titles);
        return meaning == StockImport.Meaning.RECEIVE ? read : read.once();
    }

    private StockFile once() {
        Map<String, Map<String, Long>> seen = Sku.map();
        List<StockImport.Row> kept = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<Twice> again = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            StockImport.Row row = rows.get(i);
            Long first =
                    seen.computeIfAbsent(row.sku(), _ -> new HashMap<>()).putIfAbsent(row.location(), lines.get(i));
            if (first == null) {
                kept.add(row);
                numbers.add(lines.get(i));
            } else {
                again.add(new Twice(lines.get(i), first, row.sku(), row.location()));
            }
        }
        return new StockFile(kept, numbers, wrong, again);
    }

    private static StockFile of(String text, Titles titles) {
        List<StockImport.Row> rows = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        List<Wrong> wrong = new ArrayList<>();
        try (var records = Spreadsheet.divided(FORMAT, text).parse(new StringReader(text))) {
            int[] columns = {0, 1, 2};
            for (CSVRecord line : records) {
                int[] named = {index(line, titles.sku()), index(line, titles.location()), index(line, titles.units())};
                if (line.getRecordNumber() == 1 && named[0] >= 0 && named[1] >= 0 && named[2] >= 0) {
                    columns = named;
                } else if (row(line, columns, rows)) {
                    lines.add(line.getRecordNumber());
                } else if (!(line.getRecordNumber() == 1
                        && line.size() == COLUMNS
                        && !cell(line, 2).matches(".*\\d.*"))) {
                    wrong.add(wrong(line, columns[2]));
                }
            }
        } catch (IOException | UncheckedIOException _) {
            wrong.add(Wrong.of(rows.size() + wrong.size() + 1L, InventoryProblem.BAD_ROW)); // a quote that nothing ends
        }
        return new StockFile(rows, lines, wrong, List.of());
    }

    private static boolean row(CSVRecord line, int[] columns, List<StockImport.Row> rows) {
        String sku = cell(line, columns[0]);
        String location = cell(line, columns[1]);
        String units = cell(line, columns[2]);
        if (sku.isEmpty()
                || sku.length() > 100
                || location.isEmpty()
                || location.length() > 50
                || !units.matches("\\d{1,10}")
                || (sku + location).chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        rows.add(new StockImport.Row(sku, location, Long.parseLong(units)));
        return true;
    }

    private static Wrong wrong(CSVRecord line, int column) {
        String units = cell(line, column);
        return units.matches("-\\d{1,10}")
                ? Wrong.of(line.getRecordNumber(), InventoryProblem.UNITS_NEGATIVE, units)
                : Wrong.of(line.getRecordNumber(), InventoryProblem.BAD_ROW);
    }

    private static String cell(CSVRecord line, int column) {
        return column < line.size() ? line.get(column).strip() : "";
    }

    private static int index(CSVRecord line, List<String> titles) {
        for (int i = 0; i < line.size(); i++) {
            if (titles.contains(cell(line, i))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * What is in neither encoding is kept as far as it can be read: its lines are wrong then.
     *
     * @throws ProblemException if it is a workbook
     */
    static String decode(byte[] file) {
        if (Spreadsheet.isWorkbook(file)) {
            throw new ProblemException(InventoryProblem.FILE_NOT_CSV);
        }
        try {
            return Spreadsheet.text(file);
        } catch (CharacterCodingException _) {
            return new String(file, Charset.forName("GB18030"));
        }
    }
}
