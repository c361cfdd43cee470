package io.storelane.plugin;

import io.storelane.event.Events;
import io.storelane.plugin.api.EventLog;
import io.storelane.webhook.EventTypeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events that plugins bring: each with a schema in the jar, which it keeps. */
@Configuration(proxyBeanMethods = false)
class PluginEventLog {

    private static final Pattern SCHEMA = Pattern.compile("events/([a-z][a-z0-9_.-]{0,99})\\.json");

    private final ObjectProvider<PluginHost> host;
    private final JsonMapper json;

    /** By types of events. */
    private record Schemas(Map<String, JsonNode> byType) {}

    PluginEventLog(ObjectProvider<PluginHost> host, JsonMapper json) {
        this.host = host; // later: it asks for the services
        this.json = json;
    }

    @Bean
    PublishedService<EventLog> eventsService(Events events) {
        return new PublishedService<>("events", EventLog.class, null, plugin -> (type, thing, id, payload) -> {
            JsonNode schema = host.getObject()
                    .find(plugin)
                    .map(p -> schemas(p).get(type))
                    .orElseThrow(
                            () -> new IllegalArgumentException("There is no events/" + type + ".json in the jar."));
            String fault = EventSchema.fault(schema, json.valueToTree(payload));
            if (fault != null) {
                throw new IllegalArgumentException("Event " + type + ": " + fault + ".");
            }
            events.append(name(plugin, type), "plugin." + plugin + "." + thing, id, payload);
        });
    }

    private static String name(String plugin, String type) {
        return "plugin." + plugin + "." + type;
    }

    @Bean
    EventTypeSource pluginEventTypes(ObjectProvider<Plugins> plugins) {
        return () -> plugins.getObject().running().stream()
                .flatMap(p -> schemas(p).keySet().stream()
                        .map(type -> name(p.manifest().id(), type)))
                .toList();
    }

    private Map<String, JsonNode> schemas(RunningPlugin plugin) {
        return plugin.once(
                        Schemas.class, () -> new Schemas(read(plugin.archive().bytes())))
                .byType();
    }

    private Map<String, JsonNode> read(byte[] jar) {
        Map<String, JsonNode> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Matcher name = SCHEMA.matcher(entry.getName());
                if (name.matches()) {
                    found.put(name.group(1), json.readTree(zip.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(found);
    }
}
