package io.storelane.plugin;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.channel.ChannelConnector;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Connectors to channels that the plugins of the workspace of the scope bring. */
@Service
public class PluginConnectors {

    /** For what a person waits for. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final PluginHost host;
    private final Plugins plugins;
    private final PluginCalls calls;
    private final PluginBackground background;

    PluginConnectors(PluginHost host, Plugins plugins, PluginCalls calls, PluginBackground background) {
        this.host = host;
        this.plugins = plugins;
        this.calls = calls;
        this.background = background;
    }

    /** A connector that can be used. */
    public record Offer(String plugin, ConnectorForm form) {}

    /** Something that a connector does. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T with(ChannelConnector connector, CallContext context) throws Exception;
    }

    /** Those of the plugins that the workspace has enabled and that run, by the ids of the plugins. */
    public List<Offer> offers() {
        return plugins.running().stream()
                .flatMap(p -> p.connectorForm().stream()
                        .map(form -> new Offer(p.manifest().id(), form)))
                .toList();
    }

    public Optional<Offer> offer(String plugin) {
        return offers().stream().filter(o -> o.plugin().equals(plugin)).findFirst();
    }

    private static Optional<ChannelConnector> connector(RunningPlugin plugin) {
        return plugin.beans(ChannelConnector.class).stream().findFirst();
    }

    /** Faults of what was typed into the fields of a form, by name: keys of texts of the server. */
    public Map<String, String> faults(ConnectorForm form, Map<String, String> typed, Set<String> present) {
        return SettingFields.faults(form.fields(), typed, present);
    }

    /** A text of a plugin that runs; of a key that it does not have, the key. */
    public String text(String plugin, String key, Locale locale) {
        return plugins.text(plugin, key, locale);
    }

    /**
     * Lets a connector work in the background.
     *
     * @param trace ties entries of the trail to what caused them
     * @throws Exception as the connector throws it, or a problem if the plugin is away or takes too long
     */
    public <T> T call(String plugin, String trace, Work<T> work) throws Exception {
        RunningPlugin running = running(plugin);
        ChannelConnector connector = connector(running).orElseThrow(() -> away(plugin));
        AtomicReference<@Nullable T> answer = new AtomicReference<>();
        background.run(running, null, trace, context -> answer.set(work.with(connector, context)));
        T given = answer.get();
        if (given == null) {
            throw new IllegalStateException("The connector of plugin " + plugin + " answered null.");
        }
        return given;
    }

    /**
     * Lets a connector answer while a person waits; what it throws is in the answer of the work.
     *
     * @throws ProblemException if it is away, fails or takes too long
     */
    public <T> T ask(String plugin, Work<T> work) {
        RunningPlugin running = running(plugin);
        ChannelConnector connector = connector(running).orElseThrow(() -> away(plugin));
        return calls.call(running, SHORT, context -> work.with(connector, context));
    }

    private RunningPlugin running(String plugin) {
        return plugins.running().stream()
                .filter(p -> p.manifest().id().equals(plugin))
                .findFirst()
                .orElseThrow(() -> away(plugin));
    }

    private ProblemException away(String plugin) {
        return new ProblemException(
                PluginProblem.DOWN,
                plugin,
                host.find(plugin).map(p -> p.manifest().version()).orElse("?"));
    }

    /** After so long a server that works on calls one after the other is taken for lost. */
    public Duration longest(int most) {
        return background.longest(most);
    }
}
