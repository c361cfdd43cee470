package io.storelane.plugin;

import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportKindSource;
import io.storelane.plugin.api.DataSet;
import io.storelane.problem.ProblemException;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.ListFileSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Data sets of plugins, where the server offers its own. */
@Component
class PluginDataSets implements ImportKindSource, ListFileSource {

    private final Plugins plugins;
    private final PluginHost host;
    private final PluginCalls calls;
    private final PluginProperties properties;

    PluginDataSets(Plugins plugins, PluginHost host, PluginCalls calls, PluginProperties properties) {
        this.plugins = plugins;
        this.host = host;
        this.calls = calls;
        this.properties = properties;
    }

    /** Name of a data set among those of all plugins and the server, which has none with a dot. */
    static String code(RunningPlugin plugin, DataSet set) {
        return plugin.manifest().id() + "." + set.name();
    }

    @Override
    public List<ImportKind> kinds() {
        return this.<ImportKind>all(
                        DataSet::importPermission,
                        (plugin, set) -> new PluginImport(plugin, set, calls, properties.patience()))
                .toList();
    }

    @Override
    public List<ListFile<?>> files() {
        return this.<ListFile<?>>all(
                        DataSet::exportPermission,
                        (plugin, set) -> new PluginList(plugin, set, calls, properties.patience()))
                .toList();
    }

    @Override
    public Optional<ProblemException> absence(String code) {
        int end = Math.max(0, code.indexOf('.'));
        String id = code.substring(0, end);
        return !id.isEmpty() && host.find(id).isEmpty() && plugins.isWanted(id)
                ? Optional.of(host.absence(id))
                : Optional.empty();
    }

    private <T> Stream<T> all(Function<DataSet, String> permission, BiFunction<RunningPlugin, DataSet, T> made) {
        return plugins.running().stream()
                .flatMap(plugin -> plugin.beans(DataSet.class).stream()
                        .filter(set -> !permission.apply(set).isEmpty())
                        .map(set -> made.apply(plugin, set)));
    }
}
