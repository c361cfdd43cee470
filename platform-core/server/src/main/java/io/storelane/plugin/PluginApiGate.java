package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Frame;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiErrors;
import io.storelane.web.api.ApiFilter;
import io.storelane.web.api.ApiRules;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way of programs to plugins: {@code /api/v1/p/{plugin}/**}, behind the filter that asks for the key. As for people a plugin that
 * the workspace has not enabled is not there; whatever goes wrong is a problem document.
 */
@Configuration(proxyBeanMethods = false)
class PluginApiGate {

    private static final Logger log = LoggerFactory.getLogger(PluginApiGate.class);
    private static final String DOCUMENT = "openapi.json";
    private static final int LONGEST = 500;

    private final PluginHost host;
    private final Plugins plugins;
    private final PluginProperties properties;
    private final PluginApiDocuments documents;
    private final Problems problems;
    private final LocaleResolver locales;
    private final JsonMapper json;

    PluginApiGate(
            PluginHost host,
            Plugins plugins,
            PluginProperties properties,
            PluginApiDocuments documents,
            Problems problems,
            LocaleResolver localeResolver,
            JsonMapper json) {
        this.host = host;
        this.plugins = plugins;
        this.properties = properties;
        this.documents = documents;
        this.problems = problems;
        this.locales = localeResolver;
        this.json = json;
    }

    @Bean
    SimpleUrlHandlerMapping pluginApiMapping() {
        HttpRequestHandler handler = this::handle;
        var mapping = new SimpleUrlHandlerMapping(Map.of(ApiRules.PLUGINS + "**", handler));
        mapping.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return mapping;
    }

    private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            String[] parts = request.getRequestURI().split("/", -1); // "", api, v1, p, plugin, ...
            String id = parts.length > 4 ? parts[4] : "";
            if (!Access.isBound() || !plugins.enabled().contains(id)) {
                throw new ProblemException(PluginProblem.NOT_FOUND, id);
            }
            RunningPlugin plugin = host.find(id).orElseThrow(() -> plugins.absence(id));
            if (parts.length == 6
                    && parts[5].equals(DOCUMENT)
                    && request.getMethod().equals("GET")) {
                document(plugin, request, response);
            } else {
                answer(plugin, request, response);
            }
        } catch (ProblemException e) {
            if (e.code() == PluginProblem.SLOW) {
                ApiFilter.goesOn(request);
            }
            problems.write(request, response, e, locales.resolveLocale(request));
        }
    }

    private void document(RunningPlugin plugin, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getWriter().write(json.writeValueAsString(documents.document(plugin, locales.resolveLocale(request))));
    }

    private void answer(RunningPlugin plugin, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HeldResponse held = new HeldResponse(response);
        Throwable fault = fault(plugin, request, held);
        if (fault == null) {
            held.send();
        } else if (fault instanceof ResponseStatusException said
                && HttpStatus.resolve(said.getStatusCode().value()) != null) {
            String reason = said.getReason() == null ? "" : said.getReason();
            problems.write(
                    request,
                    response,
                    said.getStatusCode().value(),
                    reason.substring(0, Math.min(reason.length(), LONGEST)));
        } else {
            throw problem(plugin.manifest(), fault, response);
        }
    }

    /** Lets the plugin answer. @return what went wrong; null if nothing did */
    private @Nullable Throwable fault(RunningPlugin plugin, HttpServletRequest request, HeldResponse held) {
        try {
            return plugin.work().call(properties.patience(), Frame.carry(() -> {
                plugin.dispatcher().service(request, held);
                return PluginMvc.fault(request);
            }));
        } catch (Exception | LinkageError e) {
            return e;
        }
    }

    private static ProblemException problem(PluginManifest manifest, Throwable e, HttpServletResponse response) {
        Throwable cause = Refusals.opened(e instanceof ServletException && e.getCause() != null ? e.getCause() : e);
        if (cause instanceof Exception known) {
            ProblemException problem = ApiErrors.problem(known, response);
            if (problem.code().kind() != Kind.FAILED) {
                return problem;
            }
        }
        log.error("The API of plugin {} {} failed", manifest.id(), manifest.version(), cause);
        return new ProblemException(PluginProblem.API_FAILED, manifest.id(), manifest.version());
    }
}
