package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import io.storelane.web.Spreadsheet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A file of products as spreadsheet programs write it: a line per variant, in UTF-8 or, as Chinese programs do, GB 18030. */
final class ImportFile {

    /** Columns that a file may have, in the order of the example. */
    static final List<String> COLUMNS = List.of(
            "product",
            "sku",
            "title_zh",
            "title_en",
            "description_zh",
            "description_en",
            "kind",
            "brand",
            "category",
            "option1",
            "value1",
            "option2",
            "value2",
            "option3",
            "value3",
            "gtin",
            "weight_g",
            "length_mm",
            "width_mm",
            "height_mm",
            "price",
            "active");

    static final int MOST_BYTES = 10 * 1024 * 1024;
    static final int MOST_ROWS = 20_000;

    private ImportFile() {}

    /**
     * A line that says something.
     *
     * @param number of the line, as a spreadsheet program shows it
     * @param cells by column; what is empty is left out
     */
    record Row(int number, Map<String, String> cells) {

        String get(String column) {
            return cells.getOrDefault(column, "");
        }

        /** What it shares with other variants of its product. */
        String product() {
            return get("product").isEmpty() ? get("sku") : get("product");
        }
    }

    /** @throws ProblemException if it cannot be read, lacks a column, or has one that is not known */
    static List<Row> read(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw new ProblemException(CatalogProblem.IMPORT_TOO_LONG, MOST_ROWS, MOST_BYTES / 1024 / 1024);
        }
        if (Spreadsheet.isWorkbook(file)) {
            throw new ProblemException(CatalogProblem.IMPORT_NOT_CSV);
        }
        String text = text(file);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), Spreadsheet.divided(CSVFormat.EXCEL, text))) {
            List<String> header = null;
            List<Row> rows = new ArrayList<>();
            int number = 0;
            for (CSVRecord line : parser) {
                number++;
                if (header == null) {
                    header = header(line);
                    continue;
                }
                Map<String, String> cells = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(line.size(), header.size()); i++) {
                    String cell = plain(line.get(i));
                    if (!cell.isEmpty()) {
                        cells.put(header.get(i), cell);
                    }
                }
                if (!cells.isEmpty()) {
                    rows.add(new Row(number, cells));
                }
                if (rows.size() > MOST_ROWS) {
                    throw new ProblemException(CatalogProblem.IMPORT_TOO_LONG, MOST_ROWS, MOST_BYTES / 1024 / 1024);
                }
            }
            if (rows.isEmpty()) {
                throw new ProblemException(CatalogProblem.IMPORT_EMPTY);
            }
            return rows;
        } catch (IOException | UncheckedIOException | IllegalStateException _) {
            throw new ProblemException(CatalogProblem.IMPORT_UNREADABLE);
        }
    }

    private static List<String> header(CSVRecord line) {
        List<String> header =
                line.stream().map(c -> plain(c).toLowerCase(Locale.ROOT)).toList();
        header.stream()
                .filter(c -> !c.isEmpty() && !COLUMNS.contains(c))
                .findFirst()
                .ifPresent(c -> {
                    throw new ProblemException(CatalogProblem.IMPORT_COLUMN_UNKNOWN, c);
                });
        if (!header.contains("sku")) {
            throw new ProblemException(CatalogProblem.IMPORT_COLUMN_MISSING, "sku");
        }
        return header;
    }

    /** Without the mark that keeps a cell from being a formula. */
    private static String plain(String cell) {
        String text = cell.strip();
        return text.startsWith("'") ? text.substring(1) : text;
    }

    private static String text(byte[] file) {
        try {
            return Spreadsheet.text(file);
        } catch (CharacterCodingException _) {
            throw new ProblemException(CatalogProblem.IMPORT_UNREADABLE);
        }
    }
}
