package io.storelane.plugin;

import io.storelane.plugin.api.RequiresPermission;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Routes of a plugin that runs here, as its own dispatcher knows them. */
public final class PluginRoutes {

    private PluginRoutes() {}

    /** @param permission empty where the plugin says none */
    public record Route(String method, String path, String permission) {

        public boolean isApi() {
            return path.startsWith("/api/");
        }

        public boolean writes() {
            return !method.equals("GET");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static List<Route> of(ApplicationContext context, String plugin) {
        RunningPlugin running = context.getBean(PluginHost.class).find(plugin).orElseThrow();
        return Objects.requireNonNull(running.dispatcher().getWebApplicationContext())
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .flatMap(route -> {
                    RequiresPermission required = PluginApiDocuments.required(route.getValue());
                    return Objects.requireNonNull(route.getKey().getPathPatternsCondition()).getPatternValues().stream()
                            .flatMap(path -> methods(route.getKey().getMethodsCondition().getMethods().stream()
                                            .map(Enum::name))
                                    .map(method -> new Route(method, path, required == null ? "" : required.value())));
                })
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .toList();
    }

    /** A route without a method takes all. */
    private static Stream<String> methods(Stream<String> named) {
        List<String> methods = named.toList();
        return (methods.isEmpty() ? List.of("GET", "POST") : methods).stream();
    }
}
