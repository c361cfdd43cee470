package io.storelane.plugin;

import io.storelane.plugin.api.DataSet;
import io.storelane.plugin.api.ListAction;
import io.storelane.plugin.api.Metric;
import io.storelane.plugin.api.NotificationSender;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;

/** Names that a plugin gives its extensions stand in addresses, files and rows: each has a form, and there is one of it. */
final class PluginNames {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]*");
    private static final int LONGEST = 40;

    private PluginNames() {}

    /** @throws IllegalStateException that says which name is none */
    static void check(ApplicationContext context) {
        names(context, ListAction.class, ListAction::name);
        names(context, Metric.class, Metric::name);
        names(context, NotificationSender.class, NotificationSender::name);
        names(context, DataSet.class, DataSet::name);
        context.getBeansOfType(DataSet.class)
                .values()
                .forEach(set -> check(
                        "column of data set " + set.name(),
                        COLUMN,
                        set.columns().stream().map(DataSet.Column::name).toList()));
    }

    /** Names of things of one kind. @throws IllegalStateException that says which name is none */
    static void check(Class<?> type, List<String> names) {
        check(type.getSimpleName(), NAME, names);
    }

    /** Extensions by their names, each asked once. @throws IllegalStateException that says which name is none */
    static <T> Map<String, T> byName(ApplicationContext context, Class<T> type, Function<T, String> name) {
        List<T> all = List.copyOf(context.getBeansOfType(type).values());
        List<String> names = all.stream().map(name).toList();
        check(type, names);
        Map<String, T> named = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            named.put(names.get(i), all.get(i));
        }
        return Map.copyOf(named);
    }

    private static <T> void names(ApplicationContext context, Class<T> type, Function<T, String> name) {
        check(type, context.getBeansOfType(type).values().stream().map(name).toList());
    }

    private static void check(String what, Pattern form, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.length() > LONGEST || !form.matcher(name).matches()) {
                throw new IllegalStateException("\"" + name + "\" is no name of a " + what + ": " + form + ", at most "
                        + LONGEST + " characters");
            }
            if (!seen.add(name)) {
                throw new IllegalStateException("There are two of the name \"" + name + "\": " + what);
            }
        }
    }
}
