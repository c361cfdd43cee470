package io.storelane.plugin;

import io.storelane.notification.NoticeWays;
import io.storelane.plugin.api.NotificationSender;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ways of plugins by which people are told. */
@Component
class PluginSenders implements NoticeWays {

    private static final Logger log = LoggerFactory.getLogger(PluginSenders.class);
    private static final Result SENT = new Result(Outcome.SENT, "");
    private static final Result GONE = new Result(Outcome.GONE, "");
    private static final Result AWAY = new Result(Outcome.AWAY, "");

    private static final Set<ProblemCode> HELD_UP = Set.of(PluginProblem.SLOW, PluginProblem.BUSY, PluginProblem.DOWN);

    private final PluginHost host;
    private final Plugins plugins;
    private final PluginBackground background;

    PluginSenders(PluginHost host, Plugins plugins, PluginBackground background) {
        this.host = host;
        this.plugins = plugins;
        this.background = background;
    }

    private record Told(
            UUID id,
            UUID user,
            String name,
            String email,
            Locale locale,
            String kind,
            String text,
            String link,
            Instant at)
            implements NotificationSender.Message {}

    @Override
    public Duration longest(int messages) {
        return background.longest(messages);
    }

    @Override
    public List<Way> all() {
        return plugins.running().stream()
                .flatMap(plugin -> plugin.beans(NotificationSender.class).stream()
                        .map(sender -> new Way(
                                plugin.manifest().id() + "/" + sender.name(),
                                PluginTexts.key(plugin, sender.labelKey()))))
                .toList();
    }

    @Override
    public Result send(String way, Message message) {
        String id = way.substring(0, way.indexOf('/'));
        if (!plugins.enabled().contains(id)) {
            return GONE;
        }
        RunningPlugin plugin = host.find(id).orElse(null);
        if (plugin == null) {
            return plugins.isWanted(id) ? AWAY : GONE;
        }
        return plugin.beans(NotificationSender.class).stream()
                .filter(sender -> way.equals(id + "/" + sender.name()))
                .findFirst()
                .map(sender -> sent(plugin, sender, message))
                .orElse(GONE);
    }

    private Result sent(RunningPlugin plugin, NotificationSender sender, Message m) {
        Told told = new Told(m.id(), m.user(), m.name(), m.email(), m.locale(), m.kind(), m.text(), m.link(), m.at());
        AtomicReference<Optional<String>> refusal = new AtomicReference<>(Optional.empty());
        try {
            background.run(
                    plugin,
                    null,
                    m.id().toString(),
                    context -> refusal.set(sender.send(context, told).map(key -> PluginTexts.key(plugin, key))));
            return refusal.get().map(key -> new Result(Outcome.NEVER, key)).orElse(SENT);
        } catch (ProblemException e) {
            return new Result(
                    HELD_UP.contains(e.code()) ? Outcome.SLOW : Outcome.AGAIN,
                    e.code().messageKey());
        } catch (Exception | LinkageError e) {
            log.warn(
                    "Plugin {} {} did not send message {}",
                    plugin.manifest().id(),
                    plugin.manifest().version(),
                    m.id(),
                    e);
            return new Result(Outcome.AGAIN, PluginProblem.FAILED.messageKey());
        }
    }
}
