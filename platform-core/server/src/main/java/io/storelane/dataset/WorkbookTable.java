package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** The first sheet of a workbook that is to be seen. Numbers and dates come as text, as exact as the workbook has them. */
final class WorkbookTable implements Table {

    /** Digits that a number of a spreadsheet program has. */
    private static final int DIGITS = 15;

    private static final LocalDateTime FIRST_1900 = LocalDateTime.of(1899, 12, 30, 0, 0);
    private static final LocalDateTime FIRST_1904 = LocalDateTime.of(1904, 1, 1, 0, 0);
    private static final BigDecimal SECONDS = BigDecimal.valueOf(86_400);
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);

    /** Numbers of formats that stand for dates in every workbook; the last ones in Chinese ones. */
    private static final List<int[]> DATE_FORMATS =
            List.of(new int[] {14, 22}, new int[] {27, 36}, new int[] {45, 47}, new int[] {50, 58}, new int[] {71, 81});

    private static final Set<String> ERRORS =
            Set.of("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!");

    private final ReadableWorkbook workbook;
    private final String sheet;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;

    WorkbookTable(Path file) throws IOException {
        ReadableWorkbook opened = null;
        try {
            opened = new ReadableWorkbook(file.toFile(), new ReadingOptions(Workbooks.hasFormats(file), true));
            this.workbook = opened;
            Sheet first = opened.getSheets()
                    .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                    .findFirst()
                    .orElse(opened.getFirstSheet());
            this.sheet = first.getName();
            this.stream = first.openStream();
            this.rows = stream.iterator();
        } catch (RuntimeException _) {
            if (opened != null) {
                opened.close();
            }
            throw new ProblemException(DatasetProblem.BROKEN_WORKBOOK);
        }
    }

    @Override
    public String sheet() {
        return sheet;
    }

    @Override
    public @Nullable Line next() throws IOException {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            Row row = rows.next();
            List<Cell> cells = new ArrayList<>(row.getCellCount());
            for (int i = 0; i < row.getCellCount(); i++) {
                cells.add(cell(row.hasCell(i) ? row.getCell(i) : null));
            }
            return new Line(row.getRowNum(), cells);
        } catch (RuntimeException _) {
            throw new ProblemException(DatasetProblem.BROKEN_WORKBOOK);
        }
    }

    private Cell cell(org.dhatim.fastexcel.reader.@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return Cell.EMPTY;
        }
        String raw =
                cell.getRawValue() == null ? "" : cell.getRawValue().strip().replace("\u0000", "");
        boolean formula = cell.getFormula() != null;
        if (cell.getType() == CellType.ERROR || ERRORS.contains(raw) || (formula && raw.isEmpty())) {
            return new Cell(raw, Mark.FAILED);
        }
        if (cell.getType() == CellType.STRING) {
            String text = cell.getText().strip().replace("\u0000", "");
            return new Cell(text, Mark.PLAIN);
        }
        if (cell.getType() == CellType.BOOLEAN) {
            return new Cell(String.valueOf(cell.getValue()).toUpperCase(Locale.ROOT), Mark.PLAIN);
        }
        Mark plain = formula ? Mark.FORMULA : Mark.PLAIN;
        // a text that a formula came to, or that a program writes as one, stays as it is: no digit of it is lost
        BigDecimal number = cell.getValue() instanceof BigDecimal ? number(raw) : null;
        if (number == null) {
            return new Cell(raw, plain);
        }
        if (isDate(cell) && number.signum() >= 0 && number.compareTo(LAST_DAY) < 0) {
            return new Cell(date(number), plain);
        }
        if (number.precision() - number.scale() > DIGITS) {
            return new Cell(number.toPlainString(), Mark.DIGITS_LOST);
        }
        BigDecimal shown = number.round(new MathContext(DIGITS)).stripTrailingZeros();
        return new Cell(shown.toPlainString(), plain);
    }

    private static @Nullable BigDecimal number(String raw) {
        if (raw.length() > 40 || !raw.matches("-?\\d+(\\.\\d+)?([Ee][+-]?\\d{1,3})?")) {
            return null;
        }
        return new BigDecimal(raw);
    }

    private String date(BigDecimal days) {
        long seconds = days.multiply(SECONDS).setScale(0, RoundingMode.HALF_UP).longValueExact();
        LocalDateTime time = (workbook.isDate1904() ? FIRST_1904 : FIRST_1900).plusSeconds(seconds);
        return (time.toLocalTime().toSecondOfDay() == 0
                        ? DateTimeFormatter.ISO_LOCAL_DATE
                        : DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                .format(time);
    }

    private static boolean isDate(org.dhatim.fastexcel.reader.Cell cell) {
        Integer id = cell.getDataFormatId();
        if (id != null
                && DATE_FORMATS.stream()
                        .anyMatch(r -> IntStream.rangeClosed(r[0], r[1]).anyMatch(n -> n == id))) {
            return true;
        }
        String format = cell.getDataFormatString();
        return format != null
                && !format.equalsIgnoreCase("general")
                && format.replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.", "")
                        .toLowerCase(Locale.ROOT)
                        .matches(".*[ymdh].*");
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}
