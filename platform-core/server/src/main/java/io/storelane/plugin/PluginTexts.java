package io.storelane.plugin;

import io.storelane.plugin.api.DataSet;
import io.storelane.plugin.api.Metric;
import io.storelane.web.BorrowedTexts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Texts of plugins where the server shows theirs beside its own: {@code plugin/<id>/<key>} is any text of a plugin, and what is named
 * after a metric or a data set is its title. What is stored with such a key is read when the plugin may be gone; its last part has to do
 * then.
 */
@Component
class PluginTexts implements BorrowedTexts {

    private static final String ANY = "plugin/";
    private static final String METRIC = "metric.";
    private static final List<String> DATA_SETS = List.of("dataset.kind.", "export.list.");
    private static final String HELP = ".help";

    private final PluginHost host;

    PluginTexts(PluginHost host) {
        this.host = host;
    }

    /** The key by which the server finds a text of the plugin. */
    static String key(RunningPlugin plugin, String key) {
        return ANY + plugin.manifest().id() + "/" + key;
    }

    @Override
    public @Nullable String text(String key, Locale locale) {
        if (key.startsWith(ANY)) {
            int end = key.indexOf('/', ANY.length());
            return end < 0 ? null : text(key.substring(ANY.length(), end), key.substring(end + 1), locale);
        }
        if (key.startsWith(METRIC)) {
            return named(key.substring(METRIC.length()), Metric.class, Metric::name, Metric::labelKey, "", locale);
        }
        return DATA_SETS.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(start -> key.substring(start.length()))
                .map(rest -> rest.endsWith(HELP)
                        ? named(cut(rest), DataSet.class, DataSet::name, DataSet::titleKey, HELP, locale)
                        : named(rest, DataSet.class, DataSet::name, DataSet::titleKey, "", locale))
                .orElse(null);
    }

    private static String cut(String rest) {
        return rest.substring(0, rest.length() - HELP.length());
    }

    private String text(String id, String key, Locale locale) {
        return host.find(id).map(plugin -> plugin.text(key, locale)).orElse(key.substring(key.lastIndexOf('.') + 1));
    }

    /** @param code id of the plugin and name of the thing, with a dot between; names of the server's own have another form, or a text */
    private <T> @Nullable String named(
            String code,
            Class<T> type,
            Function<T, String> name,
            Function<T, String> textKey,
            String end,
            Locale locale) {
        int dot = code.indexOf('.');
        if (dot < 0) {
            return null;
        }
        String wanted = code.substring(dot + 1);
        Optional<RunningPlugin> plugin = host.find(code.substring(0, dot));
        Optional<String> key = plugin.stream()
                .flatMap(p -> p.beans(type).stream())
                .filter(t -> name.apply(t).equals(wanted))
                .map(textKey)
                .findFirst();
        if (plugin.isEmpty() || key.isEmpty()) {
            return end.isEmpty() ? code : "";
        }
        return plugin.get().archive().text(key.get() + end, locale, end.isEmpty() ? key.get() : "");
    }
}
