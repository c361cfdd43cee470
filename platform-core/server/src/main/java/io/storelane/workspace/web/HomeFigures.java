package io.storelane.workspace.web;

import io.storelane.metric.Figure;
import io.storelane.metric.Report;
import io.storelane.metric.Unit;
import io.storelane.ui.Fmt;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import tools.jackson.databind.json.JsonMapper;

/** Key figures as the home page shows them: cards, and charts with the tables that say the same. */
final class HomeFigures {

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
    private static final double WIDTH = 80;
    private static final double HEIGHT = 24;
    private static final int MOST_PARTS = 6;

    private final Report report;
    private final MessageSource messages;
    private final Locale locale;
    private final JsonMapper json;
    private final Fmt fmt;

    HomeFigures(Report report, MessageSource messages, Locale locale, JsonMapper json, Fmt fmt) {
        this.report = report;
        this.messages = messages;
        this.locale = locale;
        this.json = json;
        this.fmt = fmt;
    }

    /**
     * A figure.
     *
     * @param amounts one of each currency
     * @param spark points of the curve of the first one; empty = none
     * @param failed true if there is no answer; then there are no amounts
     */
    record Card(String labelKey, String page, List<Amount> amounts, String spark, boolean failed) {}

    /**
     * @param change to the period before, with a percent sign; null where nothing was before
     * @param trend {@code up}, {@code down} or {@code same}
     * @param meaning what it means: good, bad or empty
     */
    record Amount(String text, @Nullable String change, String trend, String meaning) {}

    /**
     * A chart.
     *
     * @param values what it is drawn from, JSON
     * @param rows of the table that says the same
     */
    record Chart(String values, List<List<String>> rows) {}

    /** True if anything at all was counted, in this period or the one before. */
    boolean any() {
        return report.lines().stream()
                .flatMap(l -> l.values().values().stream())
                .anyMatch(v -> v.now() != 0 || v.before() != 0);
    }

    List<Card> cards() {
        return report.lines().stream().map(this::card).toList();
    }

    private Card card(Report.Line line) {
        String labelKey = "metric." + line.code();
        if (line.failed()) {
            return new Card(labelKey, line.page(), List.of(), "", true);
        }
        List<Amount> amounts = new ArrayList<>();
        line.values().forEach((currency, value) -> {
            // that of the workspace is there in any case; without a sale in it the others are enough
            if (line.values().size() == 1 || value.now() != 0 || value.before() != 0) {
                amounts.add(amount(line, currency, value));
            }
        });
        if (amounts.isEmpty()) {
            var first = line.values().firstEntry();
            amounts.add(amount(line, first.getKey(), first.getValue()));
        }
        return new Card(labelKey, line.page(), amounts, spark(line), false);
    }

    private Amount amount(Report.Line line, String currency, Report.Value value) {
        Long change = value.change();
        long way = Long.signum(value.now() - value.before());
        boolean good = (way > 0) != line.lessIsBetter();
        return new Amount(
                line.unit() == Unit.MONEY ? fmt.money(value.now(), currency) : fmt.number(value.now()),
                change == null ? null : percent(Math.abs(change)),
                way > 0 ? "up" : way < 0 ? "down" : "same",
                way == 0 || change == null ? "" : good ? "good" : "bad");
    }

    private String percent(long tenths) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(tenths / 1000.0);
    }

    private String spark(Report.Line line) {
        Report.Curve curve = line.days().get(chosen(line, ""));
        if (curve == null || curve.now().size() < 3) {
            return "";
        }
        long most = curve.now().stream().mapToLong(Long::longValue).max().orElse(0);
        if (most <= 0) {
            return "";
        }
        double step = WIDTH / (curve.now().size() - 1);
        List<String> points = new ArrayList<>();
        for (int i = 0; i < curve.now().size(); i++) {
            double down = HEIGHT - Math.max(0, curve.now().get(i)) * HEIGHT / most;
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", i * step, down));
        }
        return String.join(" ", points);
    }

    /** Currencies in which anything was sold. */
    List<String> currencies() {
        return sales() == null
                ? List.of()
                : sales().values().entrySet().stream()
                        .filter(v -> v.getValue().now() != 0 || v.getValue().before() != 0)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** The currency of the charts. @param wanted is it if anything was sold in it */
    String currency(String wanted) {
        Report.Line sales = sales();
        return sales == null ? "" : chosen(sales, wanted);
    }

    private static String chosen(Report.Line line, String wanted) {
        List<String> sold = line.values().entrySet().stream()
                .filter(v -> v.getValue().now() != 0 || v.getValue().before() != 0)
                .map(Map.Entry::getKey)
                .toList();
        if (sold.contains(wanted)) {
            return wanted;
        }
        return sold.isEmpty() ? line.values().firstEntry().getKey() : sold.getFirst();
    }

    private Report.@Nullable Line sales() {
        return report.lines().stream()
                .filter(l -> l.unit() == Unit.MONEY && !l.days().isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Money by day, beside the days before. */
    @Nullable Chart curve(String currency) {
        Report.Line sales = sales();
        Report.Curve curve = sales == null ? null : sales.days().get(currency);
        if (curve == null) {
            return null;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < curve.days().size(); i++) {
            rows.add(List.of(
                    fmt.date(curve.days().get(i)),
                    fmt.money(curve.now().get(i), currency),
                    fmt.money(curve.before().get(i), currency)));
        }
        Map<String, Object> values = money(currency);
        values.put("labels", curve.days().stream().map(HomeFigures::label).toList());
        values.put("now", curve.now());
        values.put("before", curve.before());
        values.put("nowName", text("home.period.this"));
        values.put("beforeName", text("home.period.before"));
        return new Chart(json.writeValueAsString(values), rows);
    }

    private static String label(LocalDate day) {
        return day.format(SHORT);
    }

    /** Money by what it consists of, the largest first; the smaller ones together. */
    @Nullable Chart parts(String currency) {
        Report.Line sales = sales();
        List<Figure.Part> all = sales == null
                ? List.of()
                : sales.parts().stream()
                        .filter(p -> p.currency().equals(currency) && p.value() > 0)
                        .toList();
        if (all.isEmpty()) {
            return null;
        }
        List<Figure.Part> shown = new ArrayList<>(all.subList(0, Math.min(all.size(), MOST_PARTS)));
        if (all.size() > MOST_PARTS) {
            shown = new ArrayList<>(all.subList(0, MOST_PARTS - 1));
            long rest = all.stream()
                    .skip(MOST_PARTS - 1)
                    .mapToLong(Figure.Part::value)
                    .sum();
            shown.add(new Figure.Part(text("home.parts.rest"), currency, rest));
        }
        long sum = all.stream().mapToLong(Figure.Part::value).sum();
        Map<String, Object> values = money(currency);
        values.put(
                "parts",
                shown.stream()
                        .map(p -> Map.of("name", p.name(), "value", p.value()))
                        .toList());
        return new Chart(
                json.writeValueAsString(values),
                shown.stream()
                        .map(p -> List.of(
                                p.name(),
                                fmt.money(p.value(), currency),
                                percent(Math.round(p.value() * 1000.0 / sum))))
                        .collect(Collectors.toList()));
    }

    private static Map<String, Object> money(String currency) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("currency", currency);
        values.put("digits", Currency.getInstance(currency).getDefaultFractionDigits());
        return values;
    }

    private String text(String key) {
        return messages.getMessage(key, null, locale);
    }
}
