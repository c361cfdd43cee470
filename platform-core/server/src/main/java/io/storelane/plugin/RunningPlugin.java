package io.storelane.plugin;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerData;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import io.storelane.plugin.api.JobWork;
import io.storelane.plugin.api.MenuPages;
import io.storelane.plugin.api.NoticeKinds;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.plugin.api.channel.ChannelConnector;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.web.api.ApiReference;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A release at work in this server. */
final class RunningPlugin {

    private static final int MOST_MENU_ENTRIES = 10;
    private static final int MOST_NOTICES = 50;

    /** After these, rows of plugins may tell of somebody of whom nothing is to be known. */
    private static final Set<String> FORGETTING = Set.of("customer.erased", "customer.merged");

    private final PluginArchive archive;
    private final Fence loader;
    private final GenericWebApplicationContext context;
    private final DispatcherServlet dispatcher;
    private final PluginWork work;
    private final List<MenuPages.Entry> menu;
    private final List<NoticeKinds.Kind> notices;
    private final Map<String, JobWork> jobs;

    /** Asked for here, on a thread of the plugin and with its patience; nobody waits for it afterwards. */
    private final Optional<ConnectorForm> connectorForm;

    private long startCost;
    private final List<ApiReference.Route> api;
    private final Map<HostEventListener, Set<String>> listeners = new LinkedHashMap<>();

    /** Looked for once: the server asks with every page and every order. */
    private final Map<Class<?>, List<?>> extensions = new ConcurrentHashMap<>();

    private final Map<Class<?>, Object> once = new ConcurrentHashMap<>();

    private RunningPlugin(PluginArchive archive, Fence loader, GenericWebApplicationContext context, PluginWork work)
            throws ServletException {
        this.archive = archive;
        this.loader = loader;
        this.context = context;
        this.work = work;
        PluginNames.check(context);
        Described.KINDS.forEach(kind -> extensions.put(kind, Described.all(context, kind)));
        this.dispatcher = dispatcher(context, archive.manifest().id());
        this.api = routes(context);
        this.menu = context.getBeansOfType(MenuPages.class).values().stream()
                .flatMap(pages -> pages.entries().stream())
                .limit(MOST_MENU_ENTRIES)
                .toList();
        this.notices = context.getBeansOfType(NoticeKinds.class).values().stream()
                .flatMap(source -> source.kinds().stream())
                .limit(MOST_NOTICES)
                .toList();
        PluginNames.check(
                NoticeKinds.class, notices.stream().map(NoticeKinds.Kind::name).toList());
        this.jobs = PluginNames.byName(context, JobWork.class, JobWork::name);
        this.connectorForm = beans(ChannelConnector.class).stream()
                .findFirst()
                .map(c -> Objects.requireNonNull(c.form(), "The form of a connector is null."));
        context.getBeansOfType(HostEventListener.class)
                .values()
                .forEach(listener -> listeners.put(listener, Set.copyOf(listener.types())));
    }

    /** Starts context and dispatcher, on a thread of the plugin. */
    static RunningPlugin start(
            PluginArchive archive,
            Fence loader,
            PluginContexts contexts,
            List<RunningPlugin> needs,
            int threads,
            Duration patience,
            AtWork.Slot slot)
            throws Exception {
        PluginWork work = new PluginWork(archive.manifest(), loader, threads, slot);
        try {
            return work.call(patience, () -> {
                long before = cpuMillis();
                GenericWebApplicationContext context = contexts.start(archive, loader, needs);
                try {
                    RunningPlugin plugin = new RunningPlugin(archive, loader, context, work);
                    plugin.startCost = cpuMillis() - before;
                    contexts.documents().check(archive, plugin.api());
                    return plugin;
                } catch (ServletException | RuntimeException | Error e) {
                    context.close();
                    throw e;
                }
            });
        } catch (Exception | Error e) {
            work.drain(Duration.ZERO);
            throw e;
        }
    }

    private static long cpuMillis() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
    }

    /** Processor time of its thread to start it, in ms. */
    long startCost() {
        return startCost;
    }

    /** One of its own: the server's would keep classes of the plugin. */
    private static DispatcherServlet dispatcher(GenericWebApplicationContext context, String id)
            throws ServletException {
        DispatcherServlet dispatcher = new DispatcherServlet(context);
        dispatcher.setPublishContext(false);
        dispatcher.setPublishEvents(false);
        dispatcher.setDispatchOptionsRequest(true);
        dispatcher.init(new Config("plugin-" + id, Objects.requireNonNull(context.getServletContext())));
        return dispatcher;
    }

    private record Config(String name, ServletContext context) implements ServletConfig {

        @Override
        public String getServletName() {
            return name;
        }

        @Override
        public ServletContext getServletContext() {
            return context;
        }

        @Override
        public @Nullable String getInitParameter(String parameter) {
            return null;
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return Collections.emptyEnumeration();
        }
    }

    PluginArchive archive() {
        return archive;
    }

    PluginManifest manifest() {
        return archive.manifest();
    }

    Fence loader() {
        return loader;
    }

    DispatcherServlet dispatcher() {
        return dispatcher;
    }

    /** Routes for programs. */
    List<ApiReference.Route> api() {
        return api;
    }

    private static List<ApiReference.Route> routes(GenericWebApplicationContext context) {
        return ApiReference.routes(context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
    }

    PluginWork work() {
        return work;
    }

    List<MenuPages.Entry> menu() {
        return menu;
    }

    /** What it tells people of, as it said when it started: the server asks in the middle of its own work. */
    List<NoticeKinds.Kind> notices() {
        return notices;
    }

    /** What it does in jobs, by the names that it gave when it started. */
    Map<String, JobWork> jobs() {
        return jobs;
    }

    /** What accounts of its connector are set up with; empty if it has none. */
    Optional<ConnectorForm> connectorForm() {
        return connectorForm;
    }

    /** Names of beans that others may call, each with its interfaces of the {@code api} package. */
    Map<String, List<Class<?>>> published() {
        String api = manifest().basePackage() + ".api.";
        Map<String, List<Class<?>>> published = new LinkedHashMap<>();
        for (String name : context.getBeanDefinitionNames()) {
            Class<?> type = context.getType(name);
            List<Class<?>> interfaces = type == null
                    ? List.of()
                    : Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                            .filter(i -> i.getName().startsWith(api))
                            .toList();
            if (!interfaces.isEmpty()) {
                published.put(name, interfaces);
            }
        }
        return published;
    }

    Object bean(String name) {
        return context.getBean(name);
    }

    /** Something that is worked out once for this release; it goes with it. */
    <T> T once(Class<T> kind, Supplier<T> work) {
        return kind.cast(once.computeIfAbsent(kind, _ -> work.get()));
    }

    /** Extensions of this kind. */
    @SuppressWarnings("unchecked")
    <T> List<T> beans(Class<T> type) {
        return (List<T>) extensions.computeIfAbsent(
                type, t -> List.copyOf(context.getBeansOfType(t).values()));
    }

    Optional<SettingsForm> settings() {
        return beans(SettingsForm.class).stream().findFirst();
    }

    /** True for what plugins that keep something of customers hear in any case. */
    boolean forgets(String type) {
        return FORGETTING.contains(type) && !beans(CustomerData.class).isEmpty();
    }

    /** Lets it do what is due for customers that became one, or are forgotten. */
    void forget(CallContext context, HostEvent event) throws Exception {
        if (!FORGETTING.contains(event.type())) {
            return;
        }
        for (CustomerData data : beans(CustomerData.class)) {
            if (event.payload().get("mergedId") instanceof String merged) {
                data.merged(context, UUID.fromString(merged), event.objectId());
            } else {
                data.erased(context, event.objectId());
            }
        }
    }

    boolean listensTo(String type) {
        return listeners.values().stream().anyMatch(types -> types.contains(type));
    }

    /** Tells those that listen to it; called on a thread of the plugin, in the scope of a tenant. */
    void hear(CallContext context, HostEvent event) throws Exception {
        for (var listener : listeners.entrySet()) {
            if (listener.getValue().contains(event.type())) {
                listener.getKey().on(context, event);
            }
        }
    }

    /** A text of the plugin; of a key that it does not have, the key. */
    String text(String key, Locale locale) {
        return archive.text(key, locale, key);
    }

    /** A file below {@code ui/static}. */
    Optional<byte[]> asset(String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream("ui/static/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Takes no more calls, waits for those that run, and closes. */
    void stop(Duration drain) {
        work.drain(drain);
        Fence.with(loader, () -> {
            dispatcher.destroy();
            context.close();
            return null;
        });
        Leaks.cure(loader);
    }
}
