package io.storelane.plugin;

import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The plugins that run in this server. PF4J keeps what depends on what; started and stopped is one at a time. */
@Component
class PluginHost implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PluginHost.class);

    private final PluginContexts contexts;
    private final PluginStore store;
    private final PluginProperties properties;
    private final AtWork atWork;
    private final Wrapped plugins;
    private final Map<String, PluginArchive> archives = new HashMap<>();
    private volatile Map<String, RunningPlugin> running = Map.of();

    /** The same by their ids: each page and each order asks for them. */
    private volatile List<RunningPlugin> ordered = List.of();

    /** What was installed when this server looked last: says why one of them is not running. */
    private volatile Map<String, PluginRows.Installed> installed = Map.of();

    PluginHost(PluginContexts contexts, PluginStore store, PluginProperties properties, AtWork atWork) {
        this.atWork = atWork;
        this.contexts = contexts;
        this.store = store;
        this.properties = properties;
        this.plugins = new Wrapped(properties.folder().toAbsolutePath());
        plugins.setSystemVersion(io.storelane.plugin.api.PluginApi.VERSION);
    }

    Optional<RunningPlugin> find(String id) {
        return Optional.ofNullable(running.get(id));
    }

    Collection<RunningPlugin> all() {
        return ordered;
    }

    void know(Collection<PluginRows.Installed> all) {
        installed = all.stream().collect(Collectors.toUnmodifiableMap(PluginRows.Installed::id, p -> p));
    }

    /** Why a plugin that is not running is not. */
    ProblemException absence(String id) {
        PluginRows.Installed known = installed.get(id);
        if (known == null) {
            return new ProblemException(PluginProblem.DOWN, id, "");
        }
        return known.on()
                ? new ProblemException(PluginProblem.DOWN, id, known.version())
                : new ProblemException(PluginProblem.OFF, id, known.version(), known.crashes());
    }

    /** Names that {@code plugin.uses} may name. */
    List<String> serviceNames() {
        return contexts.serviceNames();
    }

    /** What a plugin may see in the background. */
    Set<Permission> reads(RunningPlugin plugin) {
        return contexts.reads(plugin.manifest());
    }

    /** Those that depend on it, directly. */
    List<String> dependents(String id) {
        return running.values().stream()
                .filter(p -> p.manifest().dependencies().stream()
                        .anyMatch(d -> d.getPluginId().equals(id)))
                .map(p -> p.manifest().id())
                .toList();
    }

    /** Loads and starts a release. @throws ProblemException if it does not start; then nothing of it is left */
    synchronized void start(PluginArchive archive) {
        PluginManifest manifest = archive.manifest();
        Path file = store.file(archive);
        archives.put(manifest.id(), archive);
        Throwable cause = null;
        try {
            plugins.loadPlugin(file);
            if (plugins.startPlugin(manifest.id()) != PluginState.STARTED) {
                cause = plugins.getPlugin(manifest.id()).getFailedException();
            }
        } catch (RuntimeException | LinkageError e) {
            cause = e;
        }
        RunningPlugin started = running.get(manifest.id());
        if (started == null) {
            log.warn("Plugin {} {} did not start", manifest.id(), manifest.version(), cause);
            forget(manifest.id(), file);
            throw new ProblemException(PluginProblem.NOT_STARTED, manifest.id(), manifest.version(), sentence(cause));
        }
        log.info(
                "Plugin {} {} runs, started with {} ms of processor time",
                manifest.id(),
                manifest.version(),
                started.startCost());
    }

    /** Stops a plugin and those that depend on it. @return what was stopped, in that order */
    synchronized List<PluginArchive> stop(String id) {
        List<PluginArchive> stopped = new ArrayList<>();
        for (String dependent : dependents(id)) {
            stopped.addAll(stop(dependent));
        }
        RunningPlugin plugin = running.get(id);
        if (plugin != null) {
            Path file = plugins.getPlugin(id).getPluginPath();
            plugins.stopPlugin(id);
            forget(id, file);
            stopped.add(plugin.archive());
            log.info("Plugin {} {} stopped", id, plugin.manifest().version());
        }
        return stopped;
    }

    private void forget(String id, Path file) {
        if (plugins.getPlugin(id) != null) {
            plugins.unloadPlugin(id);
        }
        archives.remove(id);
        store.forgetFile(file);
    }

    private static String sentence(@Nullable Throwable e) {
        if (e == null) {
            return "?";
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    private void put(RunningPlugin plugin) {
        Map<String, RunningPlugin> next = new HashMap<>(running);
        next.put(plugin.manifest().id(), plugin);
        set(next);
    }

    private @Nullable RunningPlugin take(String id) {
        Map<String, RunningPlugin> next = new HashMap<>(running);
        RunningPlugin plugin = next.remove(id);
        set(next);
        return plugin;
    }

    private void set(Map<String, RunningPlugin> next) {
        running = Map.copyOf(next);
        ordered = List.copyOf(new TreeMap<>(next).values());
    }

    @Override
    public synchronized void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    /** What PF4J asks for when it makes, starts and stops a plugin. */
    private final class Wrapped extends DefaultPluginManager {

        Wrapped(Path folder) {
            super(folder);
        }

        @Override
        protected PluginDescriptorFinder createPluginDescriptorFinder() {
            return new PropertiesPluginDescriptorFinder(PluginManifest.FILE);
        }

        /** What runs is said by the database. */
        @Override
        protected PluginStatusProvider createPluginStatusProvider() {
            return new PluginStatusProvider() {
                @Override
                public boolean isPluginDisabled(String id) {
                    return false;
                }

                @Override
                public void disablePlugin(String id) {}

                @Override
                public void enablePlugin(String id) {}
            };
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new PluginLoader() {
                @Override
                public boolean isApplicable(Path path) {
                    return true;
                }

                @Override
                public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                    return fence(path, descriptor);
                }
            };
        }

        @Override
        protected PluginFactory createPluginFactory() {
            return Hosted::new;
        }

        private ClassLoader fence(Path path, PluginDescriptor descriptor) {
            List<Fence.Neighbour> neighbours = descriptor.getDependencies().stream()
                    .flatMap(d -> find(d.getPluginId()).stream())
                    .map(p -> new Fence.Neighbour(p.loader(), p.manifest().basePackage() + ".api."))
                    .toList();
            try {
                return new Fence(descriptor.getPluginId(), path, PluginHost.class.getClassLoader(), neighbours);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private final class Hosted extends Plugin {

        private final PluginWrapper self;

        Hosted(PluginWrapper self) {
            this.self = self;
        }

        @Override
        public void start() {
            PluginArchive archive = Objects.requireNonNull(archives.get(self.getPluginId()));
            try {
                put(RunningPlugin.start(
                        archive,
                        (Fence) self.getPluginClassLoader(),
                        contexts,
                        archive.manifest().dependencies().stream()
                                .flatMap(need -> find(need.getPluginId()).stream())
                                .toList(),
                        properties.threads(),
                        properties.start(),
                        atWork.slot(archive.manifest())));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            RunningPlugin plugin = take(self.getPluginId());
            if (plugin != null) {
                plugin.stop(properties.drain());
            }
        }
    }
}
