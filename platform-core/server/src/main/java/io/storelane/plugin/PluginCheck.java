package io.storelane.plugin;

import io.storelane.plugin.api.PluginApi;
import io.storelane.plugin.tool.Finding;
import io.storelane.plugin.tool.Rules;
import io.storelane.plugin.tool.Verification;
import io.storelane.plugin.tool.Verifier;
import io.storelane.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Holds the jar of a release against what plugins do not do, before anything of it is loaded: as its author could have. */
@Component
class PluginCheck {

    private static final Logger log = LoggerFactory.getLogger(PluginCheck.class);
    private static final int SAID = 20;

    private final PluginStore store;
    private final PluginProperties properties;

    PluginCheck(PluginStore store, PluginProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    /**
     * @param before the release that it takes the place of
     * @return what a reviewer should look at
     * @throws ProblemException that names plugin, version, each finding and what to do
     */
    List<Finding> warnings(PluginArchive archive, PluginRows.@Nullable Installed before, Locale language) {
        Path jar = store.aside(archive);
        Optional<Path> previous = Optional.ofNullable(before).flatMap(this::previous);
        try {
            Rules.Limits limits = Rules.standard().limits();
            Rules rules = Rules.standard()
                    .withRunning(PluginApi.class.getClassLoader())
                    .withLimits(new Rules.Limits(
                            properties.maxSize(), limits.entries(), limits.entryBytes(), limits.unpackedBytes()));
            Verification verification =
                    Verifier.verify(jar, previous.map(rules::withPrevious).orElse(rules));
            if (!verification.sound()) {
                throw new ProblemException(
                        PluginProblem.UNSOUND,
                        archive.manifest().id(),
                        archive.manifest().version(),
                        lines(verification.errors(), language));
            }
            return verification.findings();
        } finally {
            store.forgetFile(jar);
            previous.ifPresent(store::forgetFile);
        }
    }

    /** The release before, to compare change sets with. Without its jar the log of change sets in the database has to do. */
    private Optional<Path> previous(PluginRows.Installed before) {
        try {
            return Optional.of(store.aside(store.archive(before.sha256(), before.signature())));
        } catch (ProblemException e) {
            log.warn("The jar of plugin {} {} is missing", before.id(), before.version(), e);
            return Optional.empty();
        }
    }

    /** A jar full of faults is told of the first ones. */
    private static String lines(List<Finding> findings, Locale language) {
        String first = findings.stream().limit(SAID).map(f -> f.line(language)).collect(Collectors.joining("\n"));
        return findings.size() > SAID ? first + "\n(+" + (findings.size() - SAID) + ")" : first;
    }
}
