package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.plugin.api.ListAction;
import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What plugins do to rows that people choose in lists of the server. */
@Service
public class PluginActions {

    /** Rows at a time. */
    public static final int MOST = 50;

    private final Plugins plugins;
    private final PluginCalls calls;
    private final PluginProperties properties;

    PluginActions(Plugins plugins, PluginCalls calls, PluginProperties properties) {
        this.plugins = plugins;
        this.calls = calls;
        this.properties = properties;
    }

    private record Found(RunningPlugin plugin, ListAction action) {

        private String code() {
            return plugin.manifest().id() + "/" + action.name();
        }
    }

    /** A button. */
    public record Button(String code, String label) {}

    /**
     * A row that stayed as it was.
     *
     * @param row as people recognise it
     * @param why what the plugin says; empty if there is a problem
     */
    public record Failure(String row, String why, @Nullable ProblemException problem) {}

    public record Outcome(int done, List<Failure> failures) {}

    /** Buttons for the caller. @param list {@code orders}, {@code products} or {@code customers} */
    public List<Button> of(String list, Locale locale) {
        return found(list)
                .map(f -> new Button(f.code(), f.plugin().text(f.action().labelKey(), locale)))
                .toList();
    }

    private Stream<Found> found(String list) {
        Access access = Access.current();
        return plugins.running().stream()
                .flatMap(plugin -> plugin.beans(ListAction.class).stream().map(action -> new Found(plugin, action)))
                .filter(f -> f.action().list().equals(list)
                        && access.allows(f.action().permission()));
    }

    /**
     * Does it to each of these rows, as long as one page may take; those that are left over are told so.
     *
     * @param rows that the caller may change, with what people call them
     * @throws ProblemException if there is no such action for the caller, or there are too many rows
     */
    public Outcome act(String list, String code, Map<UUID, String> rows, Locale locale) {
        Found found = found(list)
                .filter(f -> f.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, code));
        if (rows.size() > MOST) {
            throw new ProblemException(PluginProblem.TOO_MANY_ROWS, MOST);
        }
        long end = System.nanoTime() + properties.patience().toNanos();
        List<Failure> failures = new ArrayList<>();
        rows.forEach((id, name) -> {
            try {
                why(found, id, Duration.ofNanos(end - System.nanoTime()), locale)
                        .ifPresent(why -> failures.add(new Failure(name, why, null)));
            } catch (ProblemException e) {
                failures.add(new Failure(name, "", e));
            }
        });
        return new Outcome(rows.size() - failures.size(), failures);
    }

    private Optional<String> why(Found found, UUID id, Duration left, Locale locale) {
        if (!left.isPositive()) {
            PluginManifest manifest = found.plugin().manifest();
            throw new ProblemException(PluginProblem.SLOW, manifest.id(), manifest.version());
        }
        return calls.call(
                found.plugin(),
                left,
                context -> Objects.requireNonNull(found.action().apply(context, id), "apply gives an Optional")
                        .map(key -> found.plugin().text(key, locale)));
    }
}
