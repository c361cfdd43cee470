package io.storelane.dataset;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows that are looked at or written together, and what is said of each. What is wrong with a row leaves the others alone. */
public final class ImportBatch {

    private static final int LONGEST_NUMBER = 40;

    private final ImportKind kind;
    private final Function<ImportRow, String> grouping;
    private final List<ImportRow> rows;
    private final Map<String, String> options;
    private final ZoneId zone;
    private final Map<Integer, String> states = new TreeMap<>();
    private final Map<Integer, List<ImportFinding>> findings = new TreeMap<>();

    ImportBatch(ImportKind kind, List<ImportRow> rows, Map<String, String> options, ZoneId zone) {
        this.kind = kind;
        this.grouping = kind.grouping();
        this.rows = List.copyOf(rows);
        this.options = Map.copyOf(options);
        this.zone = zone;
        for (ImportRow row : rows) {
            ImportFinding fault = row.fault();
            if (fault != null) {
                wrong(row, fault);
            } else {
                kind.fields().stream()
                        .filter(f -> f.required() && !row.has(f.code()))
                        .forEach(f -> wrong(row, f.code(), DatasetProblem.CELL_MISSING));
            }
        }
    }

    /** Those of which nothing wrong is known so far, together with all that belong to the same thing. */
    public List<List<ImportRow>> groups() {
        return together().stream()
                .filter(g -> g.stream().noneMatch(this::isWrong))
                .toList();
    }

    /** Rows in sequence that belong to the same thing. */
    private List<List<ImportRow>> together() {
        List<List<ImportRow>> groups = new ArrayList<>();
        String before = "";
        for (ImportRow row : rows) {
            String group = grouping.apply(row);
            if (group.isEmpty() || !group.equals(before)) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(row);
            before = group;
        }
        return groups;
    }

    /** Those of which nothing wrong is known so far. */
    public List<ImportRow> rows() {
        return rows.stream().filter(r -> !isWrong(r)).toList();
    }

    /** What is said of the whole file; empty if nothing is. */
    public String option(String code) {
        return options.getOrDefault(code, "");
    }

    public void added(ImportRow row) {
        states.putIfAbsent(row.number(), "added");
    }

    public void changed(ImportRow row) {
        states.putIfAbsent(row.number(), "changed");
    }

    public void unchanged(ImportRow row) {
        states.putIfAbsent(row.number(), "unchanged");
    }

    public boolean isWrong(ImportRow row) {
        return findings.containsKey(row.number());
    }

    /** @param field whose column is at fault; empty if none is in particular */
    public void wrong(ImportRow row, String field, ProblemCode code, Object... args) {
        wrong(row, ImportFinding.of(field, row.get(field), code, args));
    }

    /** @param messageKey of the sentence that says what is wrong */
    public void wrong(ImportRow row, String field, String messageKey, List<?> args) {
        wrong(row, new ImportFinding(field, row.get(field), messageKey, List.copyOf(args)));
    }

    private void wrong(ImportRow row, ImportFinding finding) {
        findings.computeIfAbsent(row.number(), _ -> new ArrayList<>()).add(finding);
    }

    /** All that a door found wrong. @param field the field for a place that the door names */
    public void wrong(ImportRow row, ProblemException problem, UnaryOperator<String> field) {
        if (problem.faults().isEmpty()) {
            wrong(row, field.apply(problem.code().field()), problem.code(), problem.args());
        }
        for (Fault fault : problem.faults()) {
            wrong(row, field.apply(fault.field()), fault.code(), fault.args().toArray());
        }
    }

    /** Minor units of the currency; null if the row says none, or what it says is no amount: that is noted. */
    public @Nullable Long amount(ImportRow row, String field, String currency) {
        String text = number(row.get(field));
        if (text.isEmpty()) {
            return null;
        }
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        if (text.length() <= LONGEST_NUMBER && text.matches("\\d+(\\.\\d+)?")) {
            BigDecimal amount = new BigDecimal(text).stripTrailingZeros();
            if (amount.scale() > digits) {
                wrong(row, field, DatasetProblem.TOO_MANY_DECIMALS, currency, digits);
                return null;
            }
            if (amount.precision() - amount.scale() <= 12) {
                return amount.movePointRight(digits).longValueExact();
            }
        }
        wrong(row, field, DatasetProblem.NO_AMOUNT);
        return null;
    }

    /** Null if the row says none, or what it says is no such number: that is noted. */
    public @Nullable Long whole(ImportRow row, String field, long least, long most) {
        String text = number(row.get(field));
        if (text.isEmpty()) {
            return null;
        }
        if (text.matches("-?\\d{1,15}(\\.0{1,9})?")) {
            long number = new BigDecimal(text).longValueExact();
            if (number >= least && number <= most) {
                return number;
            }
            wrong(row, field, DatasetProblem.OUT_OF_RANGE, least, most);
            return null;
        }
        wrong(row, field, DatasetProblem.NO_WHOLE_NUMBER);
        return null;
    }

    /** A number as programs and people write it: with separators of thousands, a sign of money, full-width digits. */
    private static String number(String text) {
        String plain = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC)
                .strip();
        if (plain.matches("[¥$€£]?\\s*-?\\d{1,3}(,\\d{3})+(\\.\\d+)?")) {
            plain = plain.replace(",", "");
        }
        return plain.replaceFirst("^[¥$€£]\\s*", "");
    }

    /** Null if the row says none, or what it says is no time: that is noted. */
    public @Nullable Instant time(ImportRow row, String field) {
        if (!row.has(field)) {
            return null;
        }
        try {
            return Times.read(row.get(field), zone);
        } catch (ProblemException e) {
            wrong(row, field, e.code(), e.args());
            return null;
        }
    }

    /** Null if the row does not say, or says something else: that is noted. */
    public @Nullable Boolean yesNo(ImportRow row, String field) {
        return switch (row.get(field).toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "yes", "y", "true", "1", "是" -> Boolean.TRUE;
            case "no", "n", "false", "0", "否" -> Boolean.FALSE;
            default -> {
                wrong(row, field, DatasetProblem.YES_OR_NO);
                yield null;
            }
        };
    }

    List<ImportOutcome> outcomes() {
        for (List<ImportRow> group : together()) {
            if (group.stream().anyMatch(this::isWrong)) {
                group.stream()
                        .filter(row -> !isWrong(row))
                        .toList()
                        .forEach(row ->
                                wrong(row, ImportFinding.of("", kind.label(row), DatasetProblem.OTHER_ROW_WRONG)));
            }
        }
        return rows.stream()
                .map(row -> new ImportOutcome(
                        row.number(),
                        kind.label(row),
                        isWrong(row) ? "faulty" : states.getOrDefault(row.number(), "unchanged"),
                        findings.getOrDefault(row.number(), List.of())))
                .toList();
    }
}
