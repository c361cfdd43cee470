package io.storelane.metric;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Key figures, and what waits to be done, of what the caller reaches. */
@Service
public class Metrics {

    private final List<Figure> figures;
    private final List<ToDo> toDos;
    private final List<KeptFigures> kept;
    private final List<FigureSource> sources;
    private final Localities localities;
    private final AuditLog audit;
    private final TransactionTemplate reading;
    private final Clock clock;

    Metrics(
            List<Figure> figures,
            List<ToDo> toDos,
            List<KeptFigures> kept,
            List<FigureSource> sources,
            Localities localities,
            AuditLog audit,
            PlatformTransactionManager transactionManager,
            Clock clock) {
        this.figures =
                figures.stream().sorted(Comparator.comparingInt(Figure::order)).toList();
        this.toDos = toDos.stream().sorted(Comparator.comparingInt(ToDo::order)).toList();
        this.kept = List.copyOf(kept);
        this.sources = List.copyOf(sources);
        this.localities = localities;
        this.audit = audit;
        this.reading = new TransactionTemplate(transactionManager);
        this.reading.setReadOnly(true);
        this.clock = clock;
    }

    /** What waits, none left out of what the caller may see: also what there is none of. */
    @Transactional(readOnly = true)
    public List<Report.Waiting> toDos() {
        Access access = Access.current();
        return toDos.stream()
                .filter(t -> visible(t, access))
                .map(t -> {
                    long count = t.count(ToDo.MOST + 1);
                    return new Report.Waiting(
                            t.code(), t.icon(), t.page(), Math.min(count, ToDo.MOST), count > ToDo.MOST);
                })
                .toList();
    }

    private static boolean visible(ToDo toDo, Access access) {
        Permission permission = toDo.permission();
        return permission == null || access.allows(permission);
    }

    /**
     * The figures that the caller may see.
     *
     * @param period one of {@link Span#NAMES}
     * @throws ProblemException 422 that names what is wrong with the days
     */
    public Report report(String period, @Nullable LocalDate from, @Nullable LocalDate to) {
        return whole(own(period, from, to, figures), _ -> true);
    }

    /** One of the figures. @throws ProblemException 404 if there is none that the caller may see */
    public Report figure(String code, String period, @Nullable LocalDate from, @Nullable LocalDate to) {
        List<Figure> one = figures.stream().filter(f -> f.code().equals(code)).toList();
        Report report = own(period, from, to, one);
        Report found = one.isEmpty() ? whole(report, code::equals) : report;
        if (found.lines().isEmpty()) {
            throw new ProblemException(MetricProblem.NOT_FOUND);
        }
        return found;
    }

    private Report own(String period, @Nullable LocalDate from, @Nullable LocalDate to, List<Figure> wanted) {
        return Objects.requireNonNull(reading.execute(_ -> {
            Locality locality = localities.current();
            return report(span(period, from, to, locality), locality, wanted);
        }));
    }

    /** With the figures that others bring, who are asked when no transaction is open. */
    private Report whole(Report report, Predicate<String> wanted) {
        List<Report.Line> lines = new ArrayList<>(report.lines());
        for (FigureSource source : sources) {
            source.of(report.span(), report.locality(), wanted).stream()
                    .map(found -> line(found, report.locality()))
                    .forEach(lines::add);
        }
        return new Report(report.span(), report.locality(), report.complete(), lines);
    }

    private static Report.Line line(FigureSource.Found found, Locality locality) {
        SequencedMap<String, Report.Value> values =
                found.failed() ? new LinkedHashMap<>() : values(found.unit(), locality, found.now(), found.before());
        return new Report.Line(
                found.code(),
                found.unit(),
                values,
                found.page(),
                found.lessIsBetter(),
                Map.of(),
                List.of(),
                found.failed());
    }

    private Span span(String period, @Nullable LocalDate from, @Nullable LocalDate to, Locality locality) {
        return Span.of(period, from, to, LocalDate.ofInstant(clock.instant(), locality.zone()));
    }

    private Report report(Span span, Locality locality, Collection<Figure> wanted) {
        Question question = new Question(new Span(span.before().from(), span.to()));
        Access access = Access.current();
        return new Report(
                span,
                locality,
                kept.stream().allMatch(KeptFigures::isComplete),
                wanted.stream()
                        .filter(f -> access.allows(f.permission()))
                        .map(f -> line(f, question, span, locality))
                        .toList());
    }

    private static Report.Line line(Figure figure, Question question, Span span, Locality locality) {
        Map<String, Long> now = figure.of(question, span);
        Map<String, Long> before = figure.of(question, span.before());
        SequencedMap<String, Report.Value> values = values(figure.unit(), locality, now, before);
        return new Report.Line(
                figure.code(),
                figure.unit(),
                values,
                figure.page(span),
                figure.lessIsBetter(),
                figure.hasDays() ? curves(figure, question, span, values.keySet()) : Map.of(),
                figure.parts(question, span),
                false);
    }

    private static SequencedMap<String, Report.Value> values(
            Unit unit, Locality locality, Map<String, Long> now, Map<String, Long> before) {
        SequencedMap<String, Report.Value> values = new LinkedHashMap<>();
        for (String currency : currencies(unit, locality, now.keySet(), before.keySet())) {
            values.put(currency, new Report.Value(now.getOrDefault(currency, 0L), before.getOrDefault(currency, 0L)));
        }
        return values;
    }

    /** That of the workspace first, also if nothing was sold in it. */
    private static List<String> currencies(Unit unit, Locality locality, Set<String> now, Set<String> before) {
        if (unit == Unit.COUNT) {
            return List.of("");
        }
        Set<String> others = new TreeSet<>(now);
        others.addAll(before);
        others.remove(locality.currency());
        List<String> all = new ArrayList<>(List.of(locality.currency()));
        all.addAll(others);
        return all;
    }

    private static Map<String, Report.Curve> curves(
            Figure figure, Question question, Span span, Collection<String> currencies) {
        List<Map<String, Long>> now = byDay(figure, question, span);
        List<Map<String, Long>> before = byDay(figure, question, span.before());
        Map<String, Report.Curve> curves = new HashMap<>();
        for (String currency : currencies) {
            curves.put(
                    currency,
                    new Report.Curve(
                            span.days(),
                            now.stream().map(d -> d.getOrDefault(currency, 0L)).toList(),
                            before.stream()
                                    .map(d -> d.getOrDefault(currency, 0L))
                                    .toList()));
        }
        return curves;
    }

    private static List<Map<String, Long>> byDay(Figure figure, Question question, Span span) {
        return span.days().stream()
                .map(day -> figure.of(question, new Span(day, day)))
                .toList();
    }

    /** Counts what is kept anew from the rows; figures are too small until that is done. */
    @Transactional
    public void countAnew() {
        Access.current().require(Permission.SETTINGS_MANAGE);
        kept.forEach(KeptFigures::countAnew);
        audit.record(
                "metric.recounted",
                new AuditTarget("workspace", Scope.currentTenant().value(), "", null),
                Map.of(),
                Map.of());
    }
}
