package io.storelane.channelfile;

import io.storelane.plugin.api.Tables;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of orders: one row a line of an order, rows of the same number are one order. */
final class OrderFile {

    private static final int LONGEST = 500;
    private static final int LONGEST_NUMBER = 100;
    private static final int MOST_LINES = 200;
    private static final long MOST_UNITS = 999_999;
    private static final BigDecimal MOST_MONEY = new BigDecimal("10000000000");
    private static final Pattern AMOUNT =
            Pattern.compile("[¥￥$€£]?\\s*(-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?)\\s*元?");

    private final Map<Field, Integer> columns;
    private final int decimals;
    private final ZoneId zone;
    private final List<String> titles = new ArrayList<>();
    private final List<Reading.Fault> faults = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private final Map<String, List<Row>> orders = new LinkedHashMap<>();
    private int rows;

    private OrderFile(Map<Field, Integer> columns, int decimals, ZoneId zone) {
        this.columns = columns;
        this.decimals = decimals;
        this.zone = zone;
    }

    /** A row whose cells were looked at. */
    private record Row(int number, Map<Field, String> cells, long quantity, long price) {}

    /** The rest of the file is not wanted. */
    private static final class Enough extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }

    /** Titles of the columns: the first row that holds anything. What follows is not read. */
    static List<String> titles(Tables tables, byte[] file) {
        List<String> titles = new ArrayList<>();
        try {
            tables.read(file, row -> {
                for (int i = 0; i < row.width(); i++) {
                    titles.add(row.cell(i));
                }
                throw new Enough();
            });
        } catch (Enough _) {
            return titles;
        }
        return titles;
    }

    /** @param decimals of the channel's currency @param zone of times without one */
    static Reading read(Tables tables, byte[] file, Map<Field, Integer> columns, int decimals, ZoneId zone) {
        OrderFile reader = new OrderFile(columns, decimals, zone);
        tables.read(file, reader::take);
        return new Reading(reader.titles, reader.rows, reader.drafts(), List.copyOf(reader.faults));
    }

    private void take(Tables.Row row) {
        if (titles.isEmpty()) {
            for (int i = 0; i < row.width(); i++) {
                titles.add(row.cell(i));
            }
            return;
        }
        rows++;
        Map<Field, String> cells = new EnumMap<>(Field.class);
        String number = columns.containsKey(Field.NUMBER) ? row.cell(columns.get(Field.NUMBER)) : "";
        for (Map.Entry<Field, Integer> column : columns.entrySet()) {
            String text = row.cell(column.getValue());
            row.doubt(column.getValue())
                    .ifPresent(doubt -> fault(row.number(), number, column.getKey(), "file.fault." + doubt, text));
            if (text.isEmpty() && column.getKey().needed()) {
                fault(row.number(), number, column.getKey(), "file.fault.missing", "");
            } else if (text.length() > (column.getKey() == Field.NUMBER ? LONGEST_NUMBER : LONGEST)) {
                fault(row.number(), number, column.getKey(), "file.fault.long", text.substring(0, 20) + "…");
            } else if (!text.isEmpty()) {
                cells.put(column.getKey(), text);
            }
        }
        long quantity = units(row.number(), number, cells);
        long price = money(row.number(), number, Field.PRICE, cells);
        List<Row> lines = orders.computeIfAbsent(number, _ -> new ArrayList<>());
        lines.add(new Row(row.number(), cells, quantity, price));
        if (lines.size() == MOST_LINES + 1) {
            fault(row.number(), number, Field.NUMBER, "file.fault.lines", number);
        }
    }

    private void fault(int row, String number, Field field, String key, String value) {
        Integer column = columns.get(field);
        String title = column == null || column >= titles.size() ? "" : titles.get(column);
        faults.add(new Reading.Fault(row, number, title, key, value));
        faulty.add(number);
    }

    private long units(int row, String number, Map<Field, String> cells) {
        String text = cells.getOrDefault(Field.QUANTITY, "");
        if (text.isEmpty()) {
            return 0;
        }
        if (text.matches("\\d{1,6}(\\.0+)?")) {
            long units = new BigDecimal(text).longValueExact();
            if (units >= 1 && units <= MOST_UNITS) {
                return units;
            }
        }
        fault(row, number, Field.QUANTITY, "file.fault.quantity", text);
        return 0;
    }

    /** In minor units; 0 where nothing stands. */
    private long money(int row, String number, Field field, Map<Field, String> cells) {
        String text = cells.getOrDefault(field, "");
        if (text.isEmpty()) {
            return 0;
        }
        var amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            fault(row, number, field, "file.fault.amount", text);
            return 0;
        }
        BigDecimal value = new BigDecimal(amount.group(1).replace(",", ""));
        if (value.signum() < 0 || value.compareTo(MOST_MONEY) > 0) {
            fault(row, number, field, "file.fault.amount", text);
            return 0;
        }
        try {
            return value.setScale(decimals, RoundingMode.UNNECESSARY)
                    .movePointRight(decimals)
                    .longValueExact();
        } catch (ArithmeticException _) {
            fault(row, number, field, "file.fault.decimals", text);
            return 0;
        }
    }

    private List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        orders.forEach((number, lines) -> {
            Draft draft = draft(number, lines);
            if (!number.isEmpty() && !faulty.contains(number)) {
                drafts.add(draft);
            }
        });
        return drafts;
    }

    /** What stands once an order is taken from the first row that has it. */
    private Draft draft(String number, List<Row> lines) {
        Map<Field, String> cells = new EnumMap<>(Field.class);
        Map<Field, Integer> from = new EnumMap<>(Field.class);
        lines.forEach(line -> line.cells().forEach((field, text) -> {
            if (cells.putIfAbsent(field, text) == null) {
                from.put(field, line.number());
            }
        }));
        Map<String, String> address = new LinkedHashMap<>();
        for (Field part : List.of(
                Field.NAME,
                Field.COUNTRY,
                Field.REGION,
                Field.PROVINCE,
                Field.CITY,
                Field.DISTRICT,
                Field.STREET,
                Field.POSTAL_CODE)) {
            String text = cells.getOrDefault(part, "");
            if (!text.isEmpty()) {
                address.put(part.code(), text);
            }
        }
        int row = lines.getFirst().number();
        return new Draft(
                number,
                time(from.getOrDefault(Field.ORDERED_AT, row), number, cells),
                lines.stream()
                        .map(l -> new Draft.Line(l.cells().getOrDefault(Field.SKU, ""), l.quantity(), l.price()))
                        .toList(),
                money(from.getOrDefault(Field.SHIPPING, row), number, Field.SHIPPING, cells),
                money(from.getOrDefault(Field.DISCOUNT, row), number, Field.DISCOUNT, cells),
                money(from.getOrDefault(Field.PAID, row), number, Field.PAID, cells),
                cells.getOrDefault(Field.PAYMENT, ""),
                cells.getOrDefault(Field.BUYER, ""),
                cells.getOrDefault(Field.PHONE, ""),
                cells.getOrDefault(Field.EMAIL, ""),
                address,
                cells.getOrDefault(Field.NOTE, ""));
    }

    private @Nullable Instant time(int row, String number, Map<Field, String> cells) {
        String text = cells.getOrDefault(Field.ORDERED_AT, "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return parsed(text.strip(), zone);
        } catch (DateTimeException _) {
            fault(row, number, Field.ORDERED_AT, "file.fault.time", text);
            return null;
        }
    }

    /** Year first, as 2026-11-23 08:15, 2026/11/23 or 2026年11月23日; or a time with its offset. */
    static Instant parsed(String text, ZoneId zone) {
        String plain = text.replaceAll("[年月/.](?=\\d{1,2}\\D|\\d{1,2}$)", "-")
                .replace("日", "")
                .toUpperCase(Locale.ROOT);
        if (plain.matches("\\d{4}-\\d{1,2}-\\d{1,2}T.*(Z|[+-]\\d{2}:\\d{2})")) {
            return OffsetDateTime.parse(plain).toInstant();
        }
        var day = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:-\\d+)?)?)?")
                .matcher(plain);
        if (!day.matches()) {
            throw new DateTimeException(text);
        }
        LocalDate date = LocalDate.of(number(day.group(1)), number(day.group(2)), number(day.group(3)));
        LocalDateTime time = date.atTime(number(day.group(4)), number(day.group(5)), number(day.group(6)));
        return time.atZone(zone).toInstant();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
