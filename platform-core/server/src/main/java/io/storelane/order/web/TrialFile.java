package io.storelane.order.web;

import io.storelane.web.Spreadsheet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.context.MessageSource;

/**
 * Lines of orders that are tried, from a file or pasted: number of the order, code of the channel, region, SKU, units. The columns
 * are found by their titles in either language; without titles they stand in this order.
 *
 * @param wrong numbers of the lines that are no such line
 * @param unreadable true for a workbook, or a file in neither UTF-8 nor GB 18030
 */
record TrialFile(List<Row> rows, List<Long> wrong, boolean unreadable) {

    /** @param region code or names, as typed */
    record Row(long line, String order, String channel, String region, String sku, long units) {}

    private static final TrialFile UNREADABLE = new TrialFile(List.of(), List.of(), true);

    private static final List<String> COLUMNS = List.of("order", "channel", "region", "sku", "units");

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();

    static TrialFile of(byte[] file, MessageSource messages) {
        if (Spreadsheet.isWorkbook(file)) {
            return UNREADABLE;
        }
        try {
            return of(Spreadsheet.text(file), messages);
        } catch (CharacterCodingException _) {
            return UNREADABLE;
        }
    }

    static TrialFile of(String text, MessageSource messages) {
        List<Row> rows = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        try (var records = Spreadsheet.divided(FORMAT, text).parse(new StringReader(text))) {
            int[] columns = {0, 1, 2, 3, 4};
            for (CSVRecord line : records) {
                int[] titled = COLUMNS.stream()
                        .mapToInt(column -> index(line, titles(messages, column)))
                        .toArray();
                if (line.getRecordNumber() == 1 && Arrays.stream(titled).allMatch(i -> i >= 0)) {
                    columns = titled;
                    continue;
                }
                Optional<Row> row = row(line, columns);
                row.ifPresent(rows::add);
                if (row.isEmpty()) {
                    wrong.add(line.getRecordNumber());
                }
            }
        } catch (IOException | UncheckedIOException _) {
            wrong.add(rows.size() + wrong.size() + 1L); // a quote that nothing ends
        }
        return new TrialFile(rows, wrong, false);
    }

    private static List<String> titles(MessageSource messages, String column) {
        return Stream.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)
                .map(language -> messages.getMessage("trial.column." + column, null, language))
                .toList();
    }

    private static int index(CSVRecord line, List<String> titles) {
        for (int i = 0; i < line.size(); i++) {
            if (titles.contains(cell(line, i))) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Row> row(CSVRecord line, int[] columns) {
        String[] cells = Arrays.stream(columns).mapToObj(i -> cell(line, i)).toArray(String[]::new);
        boolean good = Arrays.stream(cells).allMatch(c -> c.length() <= 100)
                && !cells[0].isEmpty()
                && !cells[1].isEmpty()
                && !cells[3].isEmpty()
                && cells[4].matches("\\d{1,9}");
        return good
                ? Optional.of(new Row(
                        line.getRecordNumber(), cells[0], cells[1], cells[2], cells[3], Long.parseLong(cells[4])))
                : Optional.empty();
    }

    private static String cell(CSVRecord line, int column) {
        return column < line.size() ? line.get(column).strip() : "";
    }
}
