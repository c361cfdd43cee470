package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerPanel;
import io.storelane.plugin.api.Fact;
import io.storelane.plugin.api.HomePanel;
import io.storelane.plugin.api.OrderPanel;
import io.storelane.plugin.api.ProductPanel;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** What plugins add to pages of the server, for the workspace and the caller of the running request. */
@Service
public class PluginPanels {

    private static final int MOST_FACTS = 20;

    private final Plugins plugins;
    private final PluginCalls calls;

    PluginPanels(Plugins plugins, PluginCalls calls) {
        this.plugins = plugins;
        this.calls = calls;
    }

    /**
     * @param failed true if the plugin did not answer; then there are no facts
     */
    public record Panel(String title, List<Line> lines, boolean failed) {}

    /** @param page path below the workspace, empty without a link */
    public record Line(String label, String text, String page) {}

    private record Asked(RunningPlugin plugin, String titleKey, String permission, Question question) {}

    @FunctionalInterface
    private interface Question {
        List<Fact> of(CallContext context) throws Exception;
    }

    /** Panels about an order that the caller sees. */
    public List<Panel> ofOrder(UUID order, Locale locale) {
        return ask(
                plugin -> plugin.beans(OrderPanel.class).stream()
                        .map(p -> new Asked(plugin, p.titleKey(), p.permission(), context -> p.facts(context, order))),
                locale);
    }

    /** @param kind {@code product} or {@code customer} @param id of one that the caller sees */
    public List<Panel> of(String kind, UUID id, Locale locale) {
        return ask(
                plugin -> switch (kind) {
                    case "product" ->
                        plugin.beans(ProductPanel.class).stream()
                                .map(p -> new Asked(
                                        plugin, p.titleKey(), p.permission(), context -> p.facts(context, id)));
                    case "customer" ->
                        plugin.beans(CustomerPanel.class).stream()
                                .map(p -> new Asked(
                                        plugin, p.titleKey(), p.permission(), context -> p.facts(context, id)));
                    default -> Stream.empty();
                },
                locale);
    }

    /** Cards of the home page. */
    public List<Panel> ofHome(Locale locale) {
        return ask(
                plugin -> plugin.beans(HomePanel.class).stream()
                        .map(p -> new Asked(plugin, p.titleKey(), p.permission(), p::facts)),
                locale);
    }

    private List<Panel> ask(java.util.function.Function<RunningPlugin, Stream<Asked>> questions, Locale locale) {
        Access access = Access.current();
        List<Panel> panels = new ArrayList<>();
        plugins.running().stream()
                .flatMap(questions)
                .filter(asked -> access.allows(asked.permission()))
                .forEach(asked -> {
                    Panel panel = panel(asked, locale);
                    if (panel.failed() || !panel.lines().isEmpty()) {
                        panels.add(panel);
                    }
                });
        return panels;
    }

    private Panel panel(Asked asked, Locale locale) {
        RunningPlugin plugin = asked.plugin();
        String title = plugin.text(asked.titleKey(), locale);
        try {
            List<Line> lines = calls.call(
                    plugin,
                    context -> asked.question().of(context).stream()
                            .limit(MOST_FACTS)
                            .map(f -> new Line(
                                    plugin.text(f.labelKey(), locale),
                                    f.text(),
                                    f.page().isEmpty() ? "" : plugin.manifest().path() + f.page()))
                            .toList());
            return new Panel(title, lines, false);
        } catch (ProblemException _) {
            return new Panel(title, List.of(), true);
        }
    }
}
