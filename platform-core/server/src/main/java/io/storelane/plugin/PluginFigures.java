package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.metric.FigureSource;
import io.storelane.metric.Locality;
import io.storelane.metric.Span;
import io.storelane.metric.Unit;
import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Metric;
import io.storelane.problem.ProblemException;
import io.storelane.web.Frame;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Key figures of plugins, all asked at once: a page waits for the slowest a second, and shows the others whatever becomes of it. */
@Component
class PluginFigures implements FigureSource {

    private static final int MOST = 12;

    private final Plugins plugins;
    private final PluginCalls calls;

    PluginFigures(Plugins plugins, PluginCalls calls) {
        this.plugins = plugins;
        this.calls = calls;
    }

    private record Days(LocalDate from, LocalDate to, ZoneId zone) implements Metric.Days {}

    private record Asked(RunningPlugin plugin, Metric metric) {

        private String code() {
            return plugin.manifest().id() + "." + metric.name();
        }
    }

    private record Answer(Map<String, Long> now, Map<String, Long> before, String page) {}

    @Override
    public List<Found> of(Span span, Locality locality, Predicate<String> wanted) {
        Access access = Access.current();
        List<Asked> asked = plugins.running().stream()
                .flatMap(plugin ->
                        plugin.beans(Metric.class).stream().limit(MOST).map(metric -> new Asked(plugin, metric)))
                .filter(a -> wanted.test(a.code()) && access.allows(a.metric().permission()))
                .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        Days now = new Days(span.from(), span.to(), locality.zone());
        Days before = new Days(span.before().from(), span.before().to(), locality.zone());
        Locale locale = LocaleContextHolder.getLocale();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Found>> answers = asked.stream()
                    .map(a -> threads.submit(Frame.carry(() -> found(a, now, before, locale))))
                    .toList();
            return answers.stream().map(PluginFigures::result).toList();
        }
    }

    /** Whatever a plugin does is an answer of its own: what comes out here is the server's. */
    private static Found result(Future<Found> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Found found(Asked asked, Days now, Days before, Locale locale) {
        Metric metric = asked.metric();
        Unit unit = metric.unit() == Metric.Unit.MONEY ? Unit.MONEY : Unit.COUNT;
        LocaleContextHolder.setLocale(locale);
        try {
            Answer answer = calls.call(asked.plugin(), context -> answer(metric, context, now, before));
            String page =
                    answer.page().isEmpty() ? "" : asked.plugin().manifest().path() + answer.page();
            return new Found(asked.code(), unit, answer.now(), answer.before(), page, metric.lessIsBetter(), false);
        } catch (ProblemException _) {
            return new Found(asked.code(), unit, Map.of(), Map.of(), "", metric.lessIsBetter(), true);
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    private static Answer answer(Metric metric, CallContext context, Days now, Days before) throws Exception {
        return new Answer(
                checked(metric, metric.of(context, now)),
                checked(metric, metric.of(context, before)),
                Objects.requireNonNull(metric.page(now), "page"));
    }

    /** What is no figure is a fault of the plugin, which its log tells. */
    private static Map<String, Long> checked(Metric metric, Map<String, Long> values) {
        Map<String, Long> checked = Map.copyOf(values); // which refuses null
        if (metric.unit() == Metric.Unit.MONEY) {
            checked.keySet().forEach(Currency::getInstance);
        } else if (!checked.isEmpty() && !checked.keySet().equals(java.util.Set.of(""))) {
            throw new IllegalArgumentException(
                    "Metric " + metric.name() + " counts by " + checked.keySet() + " instead of the empty text");
        }
        return checked;
    }
}
