package io.storelane.web.list;

import io.storelane.web.Csv;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Writes rows as they come, with memory for some of them only. Closing it ends the file. */
public abstract sealed class SheetWriter implements AutoCloseable {

    /** Adds a row: texts, numbers, times, null for an empty cell. */
    public abstract void add(List<? extends @Nullable Object> cells) throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** @param zone that times are written in */
    public static SheetWriter of(FileFormat format, OutputStream out, ZoneId zone) throws IOException {
        return switch (format) {
            case CSV -> new Text(out, zone);
            case XLSX -> new Book(out, zone);
        };
    }

    /** In UTF-8 with a byte order mark, by which spreadsheet programs know it. */
    private static final class Text extends SheetWriter {

        private final ZoneId zone;
        private final CSVPrinter printer;

        Text(OutputStream out, ZoneId zone) throws IOException {
            this.zone = zone;
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write('\uFEFF');
            printer = new CSVPrinter(writer, CSVFormat.EXCEL);
        }

        @Override
        public void add(List<? extends @Nullable Object> cells) throws IOException {
            for (Object cell : cells) {
                printer.print(text(cell));
            }
            printer.println();
        }

        private String text(@Nullable Object cell) {
            return switch (cell) {
                case null -> "";
                case Instant time -> Csv.time(time, zone);
                case BigDecimal number -> number.toPlainString();
                case Number number -> number.toString();
                default -> Csv.safe(cell.toString());
            };
        }

        @Override
        public void close() throws IOException {
            printer.flush();
        }
    }

    /** Texts are cells of type text, so none is calculated; numbers and times are cells that can be summed and sorted. */
    private static final class Book extends SheetWriter {

        /** Rows that a sheet of the format has at most. */
        private static final int SHEET = 1_048_576;

        /** Characters that a cell of the format has at most. */
        private static final int CELL = 32_767;

        private static final int FLUSH = 200;

        private final ZoneId zone;
        private final Workbook workbook;
        private Worksheet sheet;
        private @Nullable List<? extends @Nullable Object> titles;
        private int sheets = 1;
        private int row;

        Book(OutputStream out, ZoneId zone) {
            this.zone = zone;
            workbook = new Workbook(out, "Storelane", "1.0");
            sheet = workbook.newWorksheet("1");
        }

        @Override
        public void add(List<? extends @Nullable Object> cells) throws IOException {
            if (titles == null) {
                titles = cells;
            }
            if (row == SHEET) {
                sheet.finish();
                sheet = workbook.newWorksheet(String.valueOf(++sheets));
                row = 0;
                write(titles);
            }
            write(cells);
        }

        private void write(List<? extends @Nullable Object> cells) throws IOException {
            for (int column = 0; column < cells.size(); column++) {
                write(column, cells.get(column));
            }
            row++;
            if (row % FLUSH == 0) {
                sheet.flush();
            }
        }

        private void write(int column, @Nullable Object cell) {
            switch (cell) {
                case null -> {}
                case Instant time -> {
                    sheet.value(row, column, time.atZone(zone).toLocalDateTime());
                    sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
                }
                case Number number -> sheet.value(row, column, number);
                default -> {
                    String text = cell.toString();
                    if (!text.isEmpty()) {
                        sheet.inlineString(row, column, text.length() > CELL ? text.substring(0, CELL) : text);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            sheet.finish();
            workbook.finish();
        }
    }
}
