package io.storelane.plugin;

import io.storelane.plugin.api.ApiOperation;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.web.WebProperties;
import io.storelane.web.api.ApiReference;
import io.storelane.web.api.ApiReference.Route;
import io.storelane.web.api.ApiRules;
import io.storelane.web.api.MoreDocuments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * The OpenAPI document of each plugin with an API. It is made from the methods that run, by what makes the server's own: so it needs
 * nothing of the plugin's build, and cannot say what the plugin does not do. A plugin of which none can be made does not start.
 */
@Component
class PluginApiDocuments implements MoreDocuments {

    private final ApiReference reference;
    private final ObjectProvider<Plugins> plugins;
    private final WebProperties web;

    PluginApiDocuments(ApiReference reference, ObjectProvider<Plugins> plugins, WebProperties web) {
        this.reference = reference;
        this.plugins = plugins; // later: it asks the host, which asks here
        this.web = web;
    }

    @Override
    public List<Named> documents(Locale locale) {
        return plugins.getObject().running().stream()
                .filter(plugin -> !plugin.api().isEmpty())
                .map(plugin -> new Named(
                        plugin.archive()
                                .text("plugin.name", locale, plugin.manifest().id()),
                        plugin.manifest().version(),
                        web.publicUrl() + ApiRules.PLUGINS + plugin.manifest().id() + "/openapi.json"))
                .toList();
    }

    Map<String, Object> document(RunningPlugin plugin, Locale locale) {
        return document(plugin.archive(), plugin.api(), locale);
    }

    private Map<String, Object> document(PluginArchive archive, List<Route> routes, Locale locale) {
        PluginManifest manifest = archive.manifest();
        return reference.document(
                new ApiReference.Book(
                        archive.text("plugin.name", locale, manifest.id()),
                        manifest.version(),
                        archive.text("plugin.description", locale, manifest.description()),
                        routes,
                        PluginApiDocuments::said,
                        (key, english) -> locale.getLanguage().equals("zh")
                                ? archive.text("api." + key, locale, english)
                                : english),
                locale);
    }

    private static ApiReference.@Nullable Said said(Route route) {
        ApiOperation said = route.handler().getMethodAnnotation(ApiOperation.class);
        RequiresPermission required = required(route.handler());
        return said == null
                ? null
                : new ApiReference.Said(
                        said.value(),
                        said.details(),
                        required == null ? List.of() : List.of(required.value()),
                        said.body(),
                        said.answer());
    }

    static @Nullable RequiresPermission required(HandlerMethod method) {
        RequiresPermission required = method.getMethodAnnotation(RequiresPermission.class);
        return required == null ? method.getBeanType().getAnnotation(RequiresPermission.class) : required;
    }

    /** @throws IllegalStateException that names the method of which nothing can be told, or that nobody may call */
    void check(PluginArchive archive, List<Route> routes) {
        for (Route route : routes) {
            String method = route.handler().getBeanType().getSimpleName() + "."
                    + route.handler().getMethod().getName();
            if (!route.handler().hasMethodAnnotation(ApiOperation.class)) {
                throw new IllegalStateException(method + " of the API has no @ApiOperation.");
            }
            if (required(route.handler()) == null) {
                throw new IllegalStateException(method + " of the API has no @RequiresPermission.");
            }
        }
        document(archive, routes, Locale.ENGLISH);
    }
}
