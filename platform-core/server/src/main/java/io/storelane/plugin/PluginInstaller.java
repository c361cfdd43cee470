package io.storelane.plugin;

import io.storelane.plugin.tool.Finding;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.PluginSchemas;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Installs, upgrades and removes, for all servers. */
@Service
public class PluginInstaller {

    private static final Logger log = LoggerFactory.getLogger(PluginInstaller.class);

    private static final int MOST_ENTRIES = 100;

    private final PluginHost host;
    private final PluginRows rows;
    private final PluginStore store;
    private final PluginSchemas schemas;
    private final PluginCheck verifier;
    private final PluginCrashes crashes;
    private final PluginProperties properties;
    private final PluginRemovals removals;

    PluginInstaller(
            PluginHost host,
            PluginRows rows,
            PluginStore store,
            PluginSchemas schemas,
            PluginCheck verifier,
            PluginCrashes crashes,
            PluginProperties properties,
            PluginRemovals removals) {
        this.verifier = verifier;
        this.crashes = crashes;
        this.host = host;
        this.rows = rows;
        this.store = store;
        this.schemas = schemas;
        this.properties = properties;
        this.removals = removals;
    }

    /**
     * A release that all servers run, or soon will.
     *
     * @param warnings what a reviewer should look at
     */
    public record Release(String id, String version, List<String> warnings) {

        static Release of(PluginManifest manifest, List<Finding> warnings, Locale language) {
            return new Release(
                    manifest.id(),
                    manifest.version(),
                    warnings.stream().map(w -> w.line(language)).toList());
        }
    }

    /**
     * Installs a release, or upgrades to it. If it cannot be verified, migrated or started, all stays as it was.
     *
     * @param signature content of the file beside the jar
     * @param actor who wants it, for the log
     * @param language of findings
     * @throws ProblemException that names plugin, version and cause
     */
    public Release install(byte[] jar, String signature, String actor, Locale language) {
        PluginArchive archive = PluginArchive.read(jar, properties.maxSize());
        PluginManifest manifest = archive.manifest();
        PluginSignature.check(archive, signature, properties.keys());
        Optional<PluginRows.Installed> before = rows.find(manifest.id());
        check(archive, before);
        if (before.isPresent() && before.get().sha256().equals(archive.sha256())) {
            return Release.of(manifest, before.get().warnings(), language);
        }
        List<Finding> warnings = verifier.warnings(archive, before.orElse(null), language);
        store.keep(archive);
        synchronized (host) {
            List<PluginArchive> stopped = host.stop(manifest.id());
            try {
                migrate(archive);
                host.start(archive);
                if (!rows.put(archive, signature, warnings, before.orElse(null))) {
                    host.stop(manifest.id());
                    throw new ProblemException(PluginProblem.VERSION_TAKEN, manifest.id(), manifest.version());
                }
            } catch (RuntimeException | Error e) {
                if (before.isEmpty()) {
                    dropQuietly(manifest.id());
                }
                restart(stopped.reversed());
                sweep(archive.sha256());
                throw e;
            }
            stopped.stream()
                    .filter(p -> !p.manifest().id().equals(manifest.id()))
                    .toList()
                    .reversed()
                    .forEach(this::startAgain);
        }
        before.map(PluginRows.Installed::previousSha256).ifPresent(this::sweep);
        rows.note(before.isEmpty() ? "installed" : "upgraded", manifest.id(), manifest.version(), actor, "");
        return Release.of(manifest, warnings, language);
    }

    private void check(PluginArchive archive, Optional<PluginRows.Installed> before) {
        PluginManifest manifest = archive.manifest();
        removals.find(manifest.id()).filter(PluginRemoval::isRunning).ifPresent(removal -> {
            throw problem(PluginProblem.BEING_REMOVED, manifest, removal.done(), removal.workspaces());
        });
        if (!PluginManifest.holds(manifest.requires(), io.storelane.plugin.api.PluginApi.VERSION)) {
            throw problem(PluginProblem.API, manifest, manifest.requires(), io.storelane.plugin.api.PluginApi.VERSION);
        }
        before.ifPresent(installed -> {
            if (installed.version().equals(manifest.version())
                    && !installed.sha256().equals(archive.sha256())) {
                throw problem(PluginProblem.VERSION_TAKEN, manifest);
            }
            if (!installed.version().equals(manifest.version()) && !manifest.isNewerThan(installed.version())) {
                throw problem(PluginProblem.OLDER, manifest, installed.version());
            }
        });
        manifest.uses().stream()
                .filter(service -> !host.serviceNames().contains(service))
                .findFirst()
                .ifPresent(service -> {
                    throw problem(PluginProblem.SERVICE_UNKNOWN, manifest, service);
                });
        manifest.dependencies().forEach(dependency -> check(manifest, dependency));
        for (String dependent : host.dependents(manifest.id())) {
            host.find(dependent)
                    .ifPresent(other -> other.manifest().dependencies().stream()
                            .filter(d -> d.getPluginId().equals(manifest.id()))
                            .filter(d -> !PluginManifest.holds(d.getPluginVersionSupport(), manifest.version()))
                            .forEach(d -> {
                                throw problem(
                                        PluginProblem.NEEDED, manifest, dependent + " " + d.getPluginVersionSupport());
                            }));
        }
    }

    private void check(PluginManifest manifest, PluginDependency dependency) {
        RunningPlugin other = host.find(dependency.getPluginId()).orElse(null);
        if (other == null) {
            if (!dependency.isOptional()) {
                throw problem(PluginProblem.DEPENDENCY_MISSING, manifest, dependency.getPluginId());
            }
        } else if (!PluginManifest.holds(
                dependency.getPluginVersionSupport(), other.manifest().version())) {
            throw problem(
                    PluginProblem.DEPENDENCY_VERSION,
                    manifest,
                    dependency.getPluginId(),
                    dependency.getPluginVersionSupport(),
                    other.manifest().version());
        }
    }

    private static ProblemException problem(PluginProblem problem, PluginManifest manifest, Object... more) {
        Object[] values = new Object[more.length + 2];
        values[0] = manifest.id();
        values[1] = manifest.version();
        System.arraycopy(more, 0, values, 2, more.length);
        return new ProblemException(problem, values);
    }

    private void migrate(PluginArchive archive) {
        if (!archive.hasTables()) {
            return;
        }
        var file = store.file(archive);
        try {
            schemas.migrate(archive.manifest().id(), file);
        } catch (PluginSchemas.Refused e) {
            log.warn(
                    "The tables of plugin {} {} are refused",
                    archive.manifest().id(),
                    archive.manifest().version(),
                    e);
            throw problem(PluginProblem.TABLES, archive.manifest(), String.join("; ", e.findings()));
        } finally {
            store.forgetFile(file);
        }
    }

    private void restart(List<PluginArchive> archives) {
        archives.forEach(this::startAgain);
    }

    private void startAgain(PluginArchive archive) {
        try {
            host.start(archive);
        } catch (RuntimeException e) {
            log.error("Plugin {} does not start again", archive.manifest().id(), e);
        }
    }

    private void dropQuietly(String id) {
        try {
            schemas.drop(id);
        } catch (PluginSchemas.Refused e) {
            log.warn("The schema of plugin {} could not be removed", id, e);
        }
    }

    /** Brings a release that a row names to run here; its tables are there, or are brought there. */
    void follow(PluginRows.Installed wanted) {
        PluginArchive archive = store.archive(wanted.sha256(), wanted.signature());
        synchronized (host) {
            List<PluginArchive> stopped = host.stop(wanted.id());
            try {
                host.start(archive);
            } catch (RuntimeException | Error e) {
                restart(stopped.reversed());
                throw e;
            }
            stopped.stream()
                    .filter(p -> !p.manifest().id().equals(wanted.id()))
                    .toList()
                    .reversed()
                    .forEach(this::startAgain);
        }
    }

    /**
     * Removes a plugin from all servers, and keeps its data.
     *
     * @param actor who wants it, for the log
     */
    public void remove(String id, String actor) {
        PluginRows.Installed installed =
                rows.find(id).orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        free(id, installed.version());
        stop(id, installed);
        rows.note("removed", id, installed.version(), actor, "");
    }

    /**
     * Removes a plugin from all servers, with its tables and with what the server keeps for it in all workspaces; the latter goes on when
     * this returns. Also of one that was removed without its data.
     *
     * @return how far that is; also of one that is on its way already
     */
    public PluginRemoval removeWithData(String id, String actor) {
        Optional<PluginRemoval> before = removals.find(id);
        if (before.isPresent() && before.get().isRunning()) {
            return before.get();
        }
        PluginRows.Installed installed = rows.find(id).orElse(null);
        String version = installed != null
                ? installed.version()
                : Optional.of(id)
                        .filter(PluginManifest::isId)
                        .flatMap(this::versionLast)
                        .orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        free(id, version);
        removals.want(id, version, actor).ifPresent(held -> {
            stop(id, installed);
            drop(held, version, actor);
            removals.goOn(held);
        });
        return removal(id);
    }

    /** How far the latest removal of a plugin with its data is. */
    public PluginRemoval removal(String id) {
        return removals.find(id).orElseThrow(() -> new ProblemException(PluginProblem.NO_REMOVAL, id));
    }

    private void free(String id, String version) {
        List<String> dependents = host.dependents(id);
        if (!dependents.isEmpty()) {
            throw new ProblemException(PluginProblem.NEEDED, id, version, String.join(", ", dependents));
        }
    }

    private void stop(String id, PluginRows.@Nullable Installed installed) {
        rows.remove(id);
        host.stop(id);
        if (installed != null) {
            sweep(installed.sha256());
            sweep(installed.previousSha256());
        }
    }

    /** Of a plugin that was here once; empty if there was none of this name. */
    private Optional<String> versionLast(String id) {
        return rows.entries(id, 1).stream().map(PluginEntry::version).findFirst();
    }

    private void drop(RemovalRows.Held held, String version, String actor) {
        String id = held.plugin();
        try {
            schemas.drop(id);
        } catch (PluginSchemas.Refused e) {
            removals.withdraw(held);
            log.error("The schema of plugin {} could not be removed", id, e);
            rows.note("removed", id, version, actor, "");
            throw new ProblemException(PluginProblem.DATA_LEFT, id, version, String.join("; ", e.findings()));
        }
    }

    /** Lets a plugin run again that is off because servers died while it was at work. */
    public void resume(String id, String actor) {
        PluginRows.Installed installed =
                rows.find(id).orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        if (!crashes.forgive(id)) {
            throw new ProblemException(PluginProblem.NOT_OFF, id, installed.version());
        }
        rows.note("resumed", id, installed.version(), actor, "");
    }

    /** Removes a jar from the store that no row names any more. */
    void sweep(String sha256) {
        if (!sha256.isEmpty() && !rows.names(sha256)) {
            store.forget(sha256);
        }
    }

    /** What happened to a plugin, the newest first; also of one that is gone. */
    public List<PluginEntry> entries(String id) {
        return rows.entries(id, MOST_ENTRIES);
    }

    /** What is installed, and what each server says of it. */
    public List<PluginState> states() {
        List<PluginRows.Report> reports = rows.reports();
        return rows.all().stream()
                .map(p -> new PluginState(
                        p.id(),
                        p.version(),
                        reports.stream()
                                .filter(r -> r.pluginId().equals(p.id()))
                                .map(r -> new PluginState.Server(r.process(), r.version(), r.state(), r.cause()))
                                .toList()))
                .toList();
    }
}
