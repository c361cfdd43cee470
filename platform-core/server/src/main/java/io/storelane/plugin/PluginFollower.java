package io.storelane.plugin;

import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Brings this server to run what the rows say: at its start, before it answers, and again and again. */
@Component
class PluginFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PluginFollower.class);

    /** Who does what nobody asked for. */
    private static final String SERVER = "server";

    private final PluginHost host;
    private final PluginRows rows;
    private final PluginInstaller installer;
    private final PluginCrashes crashes;
    private final AtWork atWork;
    private final PluginProperties properties;
    private final MessageSource messages;

    /** Why a release does not run here, by its SHA-256: it is not tried again before another comes. */
    private final Map<String, String> failed = new HashMap<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("plugins").daemon().factory());

    PluginFollower(
            PluginHost host,
            PluginRows rows,
            PluginInstaller installer,
            PluginCrashes crashes,
            AtWork atWork,
            PluginProperties properties,
            MessageSource messages) {
        this.host = host;
        this.rows = rows;
        this.installer = installer;
        this.crashes = crashes;
        this.atWork = atWork;
        this.properties = properties;
        this.messages = messages;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        look();
        long wait = properties.look().toMillis();
        Future<?> _ = timer.scheduleWithFixedDelay(this::look, wait, wait, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            follow();
        } catch (RuntimeException | Error e) {
            log.warn("What plugins are to run could not be seen to, the next look goes on", e);
        }
    }

    private void follow() {
        synchronized (host) { // an installation in this server is seen before or after, never half
            bury();
            List<PluginRows.Installed> all = rows.all();
            host.know(all);
            List<PluginRows.Installed> wanted =
                    all.stream().filter(PluginRows.Installed::on).toList();
            List<String> ids = wanted.stream().map(PluginRows.Installed::id).toList();
            host.all().stream()
                    .map(p -> p.manifest().id())
                    .filter(id -> !ids.contains(id))
                    .forEach(host::stop);
            failed.keySet()
                    .retainAll(wanted.stream().map(PluginRows.Installed::sha256).collect(Collectors.toSet()));
            start(wanted);
            wanted.forEach(this::report);
            rows.reportOnly(ids);
        }
    }

    /** Before anything starts: what ended a server would end the next one too. */
    private void bury() {
        for (AtWork.Dead dead : atWork.dead()) {
            crashes.bury(dead).forEach(this::note);
            AtWork.bury(dead);
        }
        crashes.buryTheSilent().forEach(this::note);
    }

    private void note(PluginCrashes.Crash crash) {
        String cause = "it was at work when " + crash.crashes() + " servers died";
        log.error("Plugin {} {}: {}{}", crash.id(), crash.version(), cause, crash.off() ? "; it is off" : "");
        rows.note(crash.off() ? "quarantined" : "crashed", crash.id(), crash.version(), SERVER, cause);
    }

    /** Each after those that it depends on: rounds, as long as one more starts. */
    private void start(List<PluginRows.Installed> wanted) {
        List<PluginRows.Installed> missing = new ArrayList<>(wanted);
        missing.removeIf(p -> runs(p) || failed.containsKey(p.sha256()));
        boolean progress = true;
        while (progress && !missing.isEmpty()) {
            progress = missing.removeIf(this::started);
        }
    }

    private boolean runs(PluginRows.Installed wanted) {
        return host.find(wanted.id())
                .filter(p -> p.archive().sha256().equals(wanted.sha256()))
                .isPresent();
    }

    private boolean started(PluginRows.Installed wanted) {
        try {
            installer.follow(wanted);
            failed.remove(wanted.sha256());
            return true;
        } catch (ProblemException e) {
            goBack(wanted, messages.getMessage(e.code().messageKey(), e.args(), Locale.ENGLISH));
        } catch (RuntimeException | Error e) {
            log.error("Plugin {} {} does not run here", wanted.id(), wanted.version(), e);
            goBack(wanted, e.getClass().getSimpleName());
        }
        return false;
    }

    /** All servers run one release: what does not run on each of them is taken back on all. */
    private void goBack(PluginRows.Installed wanted, String cause) {
        failed.put(wanted.sha256(), cause);
        if (rows.goBack(wanted)) {
            log.error("Plugin {} goes back to the release before {}: {}", wanted.id(), wanted.version(), cause);
            rows.note("reverted", wanted.id(), wanted.version(), SERVER, cause);
            installer.sweep(wanted.sha256());
        }
    }

    private void report(PluginRows.Installed wanted) {
        RunningPlugin plugin = host.find(wanted.id()).orElse(null);
        if (plugin == null) {
            rows.report(wanted.id(), wanted.version(), "failed", failed.getOrDefault(wanted.sha256(), ""), false);
        } else if (!plugin.archive().sha256().equals(wanted.sha256())) {
            String cause = failed.getOrDefault(wanted.sha256(), "");
            rows.report(
                    wanted.id(),
                    plugin.manifest().version(),
                    "failed",
                    cause,
                    plugin.work().isBusy());
        } else if (plugin.work().isStuck()) {
            rows.report(wanted.id(), plugin.manifest().version(), "stuck", "work of it does not end", true);
        } else {
            rows.report(
                    wanted.id(),
                    plugin.manifest().version(),
                    "running",
                    "",
                    plugin.work().isBusy());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            rows.reportOnly(List.of());
        } catch (RuntimeException e) {
            log.warn("The end of this server could not be written down", e);
        }
    }
}
