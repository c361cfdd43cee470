package io.storelane.metric.web;

import io.storelane.access.Permission;
import io.storelane.metric.Metrics;
import io.storelane.metric.Report;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Query;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Key figures. */
@RestController
@RequestMapping("/api/v1/metrics")
class MetricsApi {

    private static final String FIGURES = """
            {"from": "2026-11-01", "to": "2026-11-30", "zone": "Asia/Shanghai", "complete": true,
             "figures": [{"code": "orders.sales", "unit": "money",
               "values": [{"currency": "CNY", "value": 24891300, "before": 22145200}]}]}""";

    private static final String DAYS = """
            {"code": "orders.sales", "unit": "money", "zone": "Asia/Shanghai", "complete": true,
             "days": [{"day": "2026-11-01", "currency": "CNY", "value": 829710}]}""";

    private static final String TO_DO = """
            {"code": "orders.short", "count": 4, "more": false}""";

    private final Metrics metrics;

    MetricsApi(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Which days. */
    record Days(
            @RequestParam(defaultValue = "30") @OneOf({"today", "7", "30", "90", "custom"})
            String period,

            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {}

    /**
     * @param currency null for what is no money
     * @param before of the period before, which is as long
     */
    record Value(@Nullable String currency, long value, long before) {}

    record Figure(String code, String unit, List<Value> values) {}

    record Figures(LocalDate from, LocalDate to, String zone, boolean complete, List<Figure> figures) {}

    record Day(LocalDate day, @Nullable String currency, long value) {}

    record FigureByDay(String code, String unit, String zone, boolean complete, List<Day> days) {}

    /** @param more true if there are more than counted */
    record ToDo(String code, long count, boolean more) {}

    private static @Nullable String shown(String currency) {
        return currency.isEmpty() ? null : currency;
    }

    @ApiOperation(
            value = "Read key figures",
            details =
                    "Those that the key may see, of the places it reaches, each beside that of the period before. `period` is `today`, a"
                            + " number of days up to today (`7`, `30`, `90`), or `custom` with the days `from` and `to`, 366 at most, which no other period takes. Days"
                            + " are those of the workspace's zone; money is in minor units, of each currency apart. `complete` is false"
                            + " while figures are counted anew: they are too small then.",
            answer = FIGURES)
    @GetMapping
    Figures figures(@Query Days days) {
        Report report = metrics.report(days.period(), days.from(), days.to());
        return new Figures(
                report.span().from(),
                report.span().to(),
                report.locality().zone().getId(),
                report.complete(),
                report.lines().stream()
                        .map(l -> new Figure(
                                l.code(),
                                l.unit().key(),
                                l.values().entrySet().stream()
                                        .map(v -> new Value(
                                                shown(v.getKey()),
                                                v.getValue().now(),
                                                v.getValue().before()))
                                        .toList()))
                        .toList());
    }

    @ApiOperation(
            value = "Read a key figure by day",
            details = "Days as for all of them. A figure that has no curve answers an empty list.",
            answer = DAYS)
    @GetMapping("/{code}")
    FigureByDay byDay(@PathVariable String code, @Query Days days) {
        Report report = metrics.figure(code, days.period(), days.from(), days.to());
        Report.Line line = report.lines().getFirst();
        List<Day> values = new ArrayList<>();
        line.values().sequencedKeySet().forEach(currency -> {
            Report.Curve curve = line.days().get(currency);
            for (int i = 0; curve != null && i < curve.days().size(); i++) {
                values.add(new Day(
                        curve.days().get(i), shown(currency), curve.now().get(i)));
            }
        });
        return new FigureByDay(
                line.code(), line.unit().key(), report.locality().zone().getId(), report.complete(), values);
    }

    @ApiOperation(
            value = "Read what waits to be done",
            details =
                    "How many of each kind that the key may see wait for somebody, of the places it reaches; 10,000 at most are counted,"
                            + " then `more` is true.",
            answer = TO_DO)
    @GetMapping("/to-do")
    ApiPage<ToDo> toDo() {
        return ApiPage.whole(metrics.toDos().stream()
                .map(t -> new ToDo(t.code(), t.count(), t.more()))
                .toList());
    }

    @ApiOperation(
            value = "Count key figures anew",
            details =
                    "From the rows that they are made of. Answers at once; `complete` of the key figures is true again when it is done.",
            scope = Permission.SETTINGS_MANAGE)
    @PostMapping("/recount")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void countAnew() {
        metrics.countAnew();
    }
}
