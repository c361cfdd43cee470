package io.storelane.plugin;

import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.EntityManagers;
import io.storelane.ui.Assets;
import io.storelane.ui.Fmt;
import io.storelane.ui.Ui;
import jakarta.servlet.ServletContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.support.RequestDataValueProcessor;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.expression.SPELVariableExpressionEvaluator;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Makes the context of a plugin. Its parent holds nothing but what is published to all: a plugin that asks for anything else of the
 * server finds nothing.
 */
@Component
class PluginContexts {

    private static final ClassLoader HOST = PluginContexts.class.getClassLoader();

    private final GenericApplicationContext shared = new GenericApplicationContext();
    private final ServletContext servletContext;
    private final EntityManagers entityManagers;
    private final MessageSource messages;
    private final LocaleResolver locales;
    private final List<PublishedService<?>> services;
    private final ObjectProvider<Plugins> plugins;
    private final Assets assets;
    private final Ui ui;
    private final Fmt fmt;
    private final PluginApiDocuments documents;

    /** Neither variables of the process nor its settings: they hold passwords. */
    private static final class NoEnvironment extends StandardEnvironment {
        @Override
        protected void customizePropertySources(MutablePropertySources sources) {}
    }

    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {}

    PluginContexts(
            ServletContext servletContext,
            EntityManagers entityManagers,
            PlatformTransactionManager transactionManager,
            MessageSource messages,
            LocaleResolver localeResolver,
            RequestDataValueProcessor requestDataValueProcessor,
            List<PublishedService<?>> services,
            ObjectProvider<Plugins> plugins,
            Clock clock,
            Assets assets,
            Ui ui,
            Fmt fmt,
            PluginApiDocuments documents) {
        this.servletContext = servletContext;
        this.entityManagers = entityManagers;
        this.messages = messages;
        this.locales = localeResolver;
        this.services = List.copyOf(services);
        this.plugins = plugins; // later: it asks the host, which asks here
        this.assets = assets;
        this.ui = ui;
        this.fmt = fmt;
        this.documents = documents;
        // now and with this loader: made with the first plugin it would hold that one's for ever
        shared.setEnvironment(new NoEnvironment());
        shared.setClassLoader(HOST);
        ConfigurableListableBeanFactory beans = shared.getBeanFactory();
        beans.setBeanClassLoader(HOST);
        beans.registerSingleton("transactionManager", transactionManager);
        beans.registerSingleton("clock", clock);
        beans.registerSingleton("requestDataValueProcessor", requestDataValueProcessor);
        shared.refresh();
        // its statics keep the context class loader of whoever used it first
        Fence.with(HOST, () -> SPELVariableExpressionEvaluator.INSTANCE);
    }

    PluginApiDocuments documents() {
        return documents;
    }

    List<String> serviceNames() {
        return services.stream().map(PublishedService::name).toList();
    }

    /** What a plugin may see in the background, by the services that it uses. */
    Set<Permission> reads(PluginManifest manifest) {
        return services.stream()
                .filter(service -> manifest.uses().contains(service.name()))
                .map(PublishedService::reads)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Starts the context of a plugin; called with the plugin's loader as context class loader. */
    GenericWebApplicationContext start(PluginArchive archive, ClassLoader loader, List<RunningPlugin> needs)
            throws ClassNotFoundException {
        PluginManifest manifest = archive.manifest();
        GenericWebApplicationContext context = new GenericWebApplicationContext(servletContext);
        context.setId("plugin-" + manifest.id());
        context.setEnvironment(new NoEnvironment());
        context.setClassLoader(loader);
        context.getDefaultListableBeanFactory().setBeanClassLoader(loader);
        context.setResourceLoader(new PathMatchingResourcePatternResolver(loader));
        context.setParent(shared);
        context.getBeanFactory().registerSingleton("messageSource", messages(loader));
        services.stream()
                .filter(service -> manifest.uses().contains(service.name()))
                .forEach(service -> context.getBeanFactory()
                        .registerSingleton("service." + service.name(), published(service, manifest.id())));
        needs.forEach(need -> lend(context, need));
        if (archive.hasTables()) {
            entityManagers.register(context, manifest.id(), manifest.basePackage());
        }
        LocalValidatorFactoryBean validator = Fence.with(HOST, PluginContexts::validator);
        context.registerBean("mvc", PluginMvc.class, () -> new PluginMvc(manifest, loader, locales, validator));
        context.registerBean("templateEngine", SpringTemplateEngine.class, () -> engine(loader));
        context.registerBean("viewResolver", ThymeleafViewResolver.class, () -> views(context));
        var reader = new AnnotatedBeanDefinitionReader(context, context.getEnvironment());
        reader.register(Transactions.class);
        if (!manifest.configuration().isEmpty()) {
            reader.register(loader.loadClass(manifest.configuration()));
        }
        for (String extension : extensions(loader)) {
            reader.register(loader.loadClass(extension));
        }
        try {
            context.refresh();
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
        return context;
    }

    /** Beans of another plugin, as far as they have interfaces of its {@code api} package: as these interfaces, and nothing else. */
    private void lend(GenericWebApplicationContext context, RunningPlugin other) {
        other.published().forEach((name, type) -> {
            Object proxy = Proxy.newProxyInstance(
                    other.loader(), type.toArray(Class[]::new), (self, method, args) -> switch (method.getName()) {
                        case "equals" -> args != null && self == args[0];
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> other.manifest().id() + "." + name;
                        default -> lent(other, name, method, args);
                    });
            context.getBeanFactory()
                    .registerSingleton("plugin." + other.manifest().id() + "." + name, proxy);
        });
    }

    private @Nullable Object lent(RunningPlugin other, String name, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        if (!plugins.getObject().enabled().contains(other.manifest().id())) {
            throw new IllegalStateException("Plugin " + other.manifest().id() + " is not enabled in this workspace.");
        }
        return Fence.with(other.loader(), () -> invoke(other.bean(name), method, args));
    }

    private static LocalValidatorFactoryBean validator() {
        LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
        validator.setProviderClass(HibernateValidator.class);
        validator.afterPropertiesSet();
        return validator;
    }

    private ResourceBundleMessageSource messages(ClassLoader loader) {
        ResourceBundleMessageSource own = new ResourceBundleMessageSource();
        own.setBasename("ui/messages");
        own.setBundleClassLoader(loader);
        own.setDefaultEncoding("UTF-8");
        own.setFallbackToSystemLocale(false);
        own.setParentMessageSource(messages);
        return own;
    }

    private static SpringTemplateEngine engine(ClassLoader loader) {
        ClassLoaderTemplateResolver layouts = resolver(HOST, "templates/", 1);
        layouts.setResolvablePatterns(Set.of("layout/*", "fragments/*"));
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.addTemplateResolver(layouts);
        engine.addTemplateResolver(resolver(loader, "ui/templates/", 2));
        return engine;
    }

    private static ClassLoaderTemplateResolver resolver(ClassLoader loader, String folder, int order) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(loader);
        resolver.setPrefix(folder);
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCheckExistence(true);
        resolver.setOrder(order);
        return resolver;
    }

    private ThymeleafViewResolver views(GenericWebApplicationContext context) {
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(context.getBean(SpringTemplateEngine.class));
        views.setCharacterEncoding("UTF-8");
        views.setProducePartialOutputWhileProcessing(false);
        views.addStaticVariable("assets", assets);
        views.addStaticVariable("ui", ui);
        views.addStaticVariable("fmt", fmt);
        return views;
    }

    /** The interface alone, so that nothing else of the server's object is seen; called with the server's context class loader. */
    private static <T> T published(PublishedService<T> service, String plugin) {
        T target = service.make().plugin(plugin);
        Object proxy = Proxy.newProxyInstance(
                HOST, new Class<?>[] {service.type()}, (self, method, args) -> switch (method.getName()) {
                    case "equals" -> args != null && self == args[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "service " + service.name();
                    default -> Fence.with(HOST, () -> served(target, method, args));
                });
        return service.type().cast(proxy);
    }

    private static @Nullable Object served(Object target, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return invoke(target, method, args);
        } catch (ProblemException e) { // plugins do not see this class
            throw Refusals.of(e);
        }
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Classes with {@code @Extension}, as PF4J's processor has written them down. */
    private static List<String> extensions(ClassLoader loader) {
        try (InputStream index = loader.getResourceAsStream("META-INF/extensions.idx")) {
            if (index == null) {
                return List.of();
            }
            return new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
