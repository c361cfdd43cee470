package io.storelane.plugin;

import io.storelane.inventory.Router;
import io.storelane.order.SourcingAdvice;
import io.storelane.plugin.api.SourcingRule;
import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Asks the plugins of the workspace where an order should ship from. What goes wrong with one leaves the order to the rules. */
@Component
class PluginSourcing implements SourcingAdvice {

    private static final int LONGEST = 300;

    private final Plugins plugins;
    private final PluginCalls calls;

    PluginSourcing(Plugins plugins, PluginCalls calls) {
        this.plugins = plugins;
        this.calls = calls;
    }

    private record Asked(
            UUID channel,
            Instant placedAt,
            String country,
            String region,
            String province,
            String city,
            List<SourcingRule.Need> needs,
            List<SourcingRule.Location> locations)
            implements SourcingRule.Question {}

    private record Need(UUID variant, long units) implements SourcingRule.Need {}

    private record Location(UUID id, String code, String country, String region, Map<UUID, Long> free)
            implements SourcingRule.Location {}

    @Override
    public boolean isAsked() {
        return plugins.running().stream()
                .anyMatch(plugin -> !plugin.beans(SourcingRule.class).isEmpty());
    }

    @Override
    public Router.Preference of(Question question, Duration patience) {
        SourcingRule.Question asked = asked(question);
        long end = System.nanoTime() + patience.toNanos();
        for (RunningPlugin plugin : plugins.running()) {
            for (SourcingRule rule : plugin.beans(SourcingRule.class)) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                Router.Preference preference =
                        left.isPositive() ? preference(plugin, rule, asked, left) : Router.Preference.NONE;
                if (!preference.sites().isEmpty()) {
                    return preference;
                }
            }
        }
        return Router.Preference.NONE;
    }

    private Router.Preference preference(
            RunningPlugin plugin, SourcingRule rule, SourcingRule.Question asked, Duration left) {
        try {
            Optional<SourcingRule.Preference> answer = calls.call(plugin, left, context -> rule.prefer(context, asked));
            List<UUID> known =
                    asked.locations().stream().map(SourcingRule.Location::id).toList();
            return answer.map(p -> new Router.Preference(
                            plugin.manifest().id(),
                            p.locations().stream()
                                    .filter(known::contains)
                                    .distinct()
                                    .toList(),
                            said(plugin, p.reasonKey(), Locale.ENGLISH),
                            said(plugin, p.reasonKey(), Locale.SIMPLIFIED_CHINESE)))
                    .orElse(Router.Preference.NONE);
        } catch (ProblemException _) {
            return Router.Preference.NONE;
        }
    }

    /** Kept with the order: it is read when the plugin may be gone. */
    private static String said(RunningPlugin plugin, String key, Locale locale) {
        String text = plugin.text(key, locale);
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private static SourcingRule.Question asked(Question question) {
        Map<UUID, Map<UUID, Long>> free = question.stock().stream()
                .collect(Collectors.groupingBy(
                        Router.Free::siteId, Collectors.toMap(Router.Free::variantId, Router.Free::free, (a, _) -> a)));
        return new Asked(
                question.channel(),
                question.at(),
                question.to().country(),
                question.to().region(),
                question.to().province(),
                question.to().city(),
                question.needs().stream()
                        .<SourcingRule.Need>map(n -> new Need(n.variantId(), n.units()))
                        .toList(),
                question.sites().stream()
                        .<SourcingRule.Location>map(s -> new Location(
                                s.id(),
                                s.code(),
                                s.place().country(),
                                s.place().region(),
                                Map.copyOf(free.getOrDefault(s.id(), Map.of()))))
                        .toList());
    }
}
