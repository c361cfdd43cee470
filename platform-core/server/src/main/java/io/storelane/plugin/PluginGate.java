package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import io.storelane.web.Frame;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * The one way to pages of plugins: {@code /w/{workspace}/p/{plugin}/**}. A plugin that the workspace has not enabled is not there.
 * The page is made on a thread of the plugin, with the caller's scope and access, and sent when it is done.
 */
@Configuration(proxyBeanMethods = false)
class PluginGate {

    private static final Logger log = LoggerFactory.getLogger(PluginGate.class);
    private static final String ASSETS = "/assets/p/";

    private final PluginHost host;
    private final Plugins plugins;
    private final PluginProperties properties;
    private final Frame frame;

    PluginGate(PluginHost host, Plugins plugins, PluginProperties properties, Frame frame) {
        this.host = host;
        this.plugins = plugins;
        this.properties = properties;
        this.frame = frame;
    }

    @Bean
    SimpleUrlHandlerMapping pluginMapping() {
        HttpRequestHandler pages = this::page;
        HttpRequestHandler assets = this::asset;
        var mapping = new SimpleUrlHandlerMapping(Map.of("/w/*/p/**", pages, ASSETS + "**", assets));
        mapping.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return mapping;
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] parts = request.getRequestURI().split("/", -1); // "", w, workspace, p, plugin, ...
        String id = parts.length > 4 ? parts[4] : "";
        try {
            if (!Access.isBound() || !plugins.enabled().contains(id)) {
                throw new ProblemException(PluginProblem.NOT_FOUND, id);
            }
            RunningPlugin plugin = host.find(id).orElseThrow(() -> plugins.absence(id));
            answer(plugin, request, response);
        } catch (ProblemException e) {
            frame.fail(request, response, e);
        }
    }

    private void answer(RunningPlugin plugin, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PluginManifest manifest = plugin.manifest();
        frame.prepare(request);
        request.setAttribute("pluginBase", request.getAttribute("base") + manifest.path());
        request.setAttribute("pluginAssets", ASSETS + manifest.id() + "/" + manifest.version());
        HeldResponse held = new HeldResponse(response);
        try {
            plugin.work().call(properties.patience(), Frame.carry(() -> {
                plugin.dispatcher().service(request, held);
                return true;
            }));
        } catch (ProblemException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw problem(manifest, e);
        }
        held.send();
    }

    /** What the page says, if it is a problem of this server's doors; else the plugin has failed. */
    private static ProblemException problem(PluginManifest manifest, Throwable e) {
        Throwable cause = Refusals.opened(e instanceof ServletException && e.getCause() != null ? e.getCause() : e);
        if (cause instanceof ProblemException known) {
            return known;
        }
        log.error("A page of plugin {} {} failed", manifest.id(), manifest.version(), cause);
        return new ProblemException(PluginProblem.FAILED, manifest.id(), manifest.version());
    }

    /** Files of a release: what lies under an address with a version never changes. */
    private void asset(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] parts = request.getRequestURI().substring(ASSETS.length()).split("/", 3);
        Optional<byte[]> file = parts.length < 3 || parts[2].contains("..")
                ? Optional.empty()
                : host.find(parts[0])
                        .filter(p -> p.manifest().version().equals(parts[1]))
                        .flatMap(p -> read(p, parts[2]));
        if (file.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader(
                HttpHeaders.CACHE_CONTROL,
                Objects.requireNonNull(CacheControl.maxAge(java.time.Duration.ofDays(365))
                        .cachePublic()
                        .immutable()
                        .getHeaderValue()));
        response.setContentType(MediaTypeFactory.getMediaType(parts[2])
                .orElse(MediaType.APPLICATION_OCTET_STREAM)
                .toString());
        response.getOutputStream().write(file.get());
    }

    private static Optional<byte[]> read(RunningPlugin plugin, String name) {
        try {
            return plugin.asset(name);
        } catch (IOException e) {
            log.warn("A file of plugin {} cannot be read", plugin.manifest().id(), e);
            return Optional.empty();
        }
    }
}
