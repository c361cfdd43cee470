package io.storelane.plugin;

import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What plugins tell people of. */
@Component
public class PluginNotices implements NoticeSource {

    private final ObjectProvider<Plugins> plugins;
    private final ObjectProvider<PluginHost> host;

    PluginNotices(ObjectProvider<Plugins> plugins, ObjectProvider<PluginHost> host) {
        this.plugins = plugins; // later: both need notices to be made
        this.host = host;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of();
    }

    @Override
    public List<NoticeKind> presentKinds() {
        return plugins.getObject().running().stream()
                .flatMap(plugin -> kinds(plugin).stream())
                .toList();
    }

    private static List<NoticeKind> kinds(RunningPlugin plugin) {
        return plugin.notices().stream()
                .map(kind -> new NoticeKind(
                        key(plugin.manifest().id(), kind.name()),
                        null,
                        plugin.manifest().path() + kind.page(),
                        kind.icon(),
                        kind.mail()))
                .toList();
    }

    private static String key(String plugin, String kind) {
        return PluginThings.NAMES + plugin + "." + kind;
    }

    /** @throws IllegalArgumentException if the plugin declares no such kind, for its author */
    public NoticeKind kind(String plugin, String name) {
        return host.getObject().find(plugin).stream()
                .flatMap(p -> kinds(p).stream())
                .filter(kind -> kind.key().equals(key(plugin, name)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("No NoticeKinds of the plugin has the kind " + name + "."));
    }
}
