package io.storelane.plugin;

import io.storelane.plugin.RemovalRows.Held;
import io.storelane.tenancy.PluginSchemas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Removes the data of plugins from all workspaces, one after the other, behind the request that wanted it. What a server leaves undone
 * when it ends another one does: each workspace is a transaction of its own, and once more changes nothing.
 */
@Component
class PluginRemovals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PluginRemovals.class);
    private static final int PAGE = 100;
    private static final Duration WRITTEN = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /** For so many looks one waits that other servers stop it. */
    private static final int LOOKS = 10;

    private final RemovalRows rows;
    private final PluginRows plugins;
    private final PluginRemains remains;
    private final PluginSchemas schemas;
    private final PluginProperties properties;
    private final Clock clock;
    private volatile boolean closed;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("plugin-removals").daemon().factory());

    PluginRemovals(
            RemovalRows rows,
            PluginRows plugins,
            PluginRemains remains,
            PluginSchemas schemas,
            PluginProperties properties,
            Clock clock) {
        this.clock = clock;
        this.rows = rows;
        this.plugins = plugins;
        this.remains = remains;
        this.schemas = schemas;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        long wait = properties.look().toMillis();
        Future<?> _ = worker.scheduleWithFixedDelay(this::look, wait, wait, TimeUnit.MILLISECONDS);
    }

    /** Writes down that it is to be removed with its data. @return empty if that is on its way already */
    Optional<Held> want(String plugin, String version, String actor) {
        return rows.begin(plugin, version, actor, remains.workspaces());
    }

    /** Its tables are gone: the rest is done here, behind whoever wanted it. */
    void goOn(Held held) {
        try {
            Held dropped = rows.dropped(held);
            Future<?> _ = worker.submit(() -> work(dropped));
        } catch (RemovalRows.Lost _) {
            log.info("Another server goes on with the removal of plugin {}", held.plugin());
        }
    }

    void withdraw(Held held) {
        rows.withdraw(held);
    }

    Optional<PluginRemoval> find(String plugin) {
        return rows.find(plugin);
    }

    private void look() {
        try {
            for (Optional<Held> held = rows.take(); held.isPresent() && !closed; held = rows.take()) {
                log.info("The removal of plugin {} goes on here", held.get().plugin());
                work(held.get());
            }
        } catch (RuntimeException e) {
            log.warn("Removals of plugins could not be seen to, the next look goes on", e);
        }
    }

    private void work(Held held) {
        try {
            Held begun = held.dropped() ? held : drop(held);
            if (!isStopped(begun)) {
                rows.later(begun, properties.look(), "");
                return;
            }
            remains.removeOfPlatform(begun.plugin());
            walk(begun);
        } catch (RemovalRows.Lost _) {
            log.info("Another server goes on with the removal of plugin {}", held.plugin());
        } catch (PluginSchemas.Refused e) {
            log.warn("The tables of plugin {} could not be removed, it is tried again", held.plugin(), e);
            rows.later(held, AGAIN, String.join("; ", e.findings()));
        } catch (RuntimeException e) {
            log.warn("The removal of plugin {} was interrupted, it goes on later", held.plugin(), e);
            rows.later(held, AGAIN, e.getClass().getSimpleName());
        }
    }

    /** Whoever wanted it has not come so far. */
    private Held drop(Held held) throws PluginSchemas.Refused {
        plugins.remove(held.plugin());
        schemas.drop(held.plugin());
        return rows.dropped(held);
    }

    /** What a server writes that has not seen yet that it is to stop would stay. One that does not stop at all is not waited for. */
    private boolean isStopped(Held held) {
        Instant longest = held.begun().plus(properties.look().multipliedBy(LOOKS));
        return clock.instant().isAfter(longest) || !plugins.runsElsewhere(held.plugin(), properties.look());
    }

    private void walk(Held begun) {
        boolean round = begun.last().equals(RemovalRows.FIRST);
        Held held = rows.reached(round ? begun.with(0, 0) : begun);
        Instant written = clock.instant();
        List<UUID> page = remains.workspaces(held.last(), PAGE);
        while (!page.isEmpty()) {
            for (UUID workspace : page) {
                if (closed) {
                    rows.later(held, Duration.ZERO, "");
                    return;
                }
                held = held.after(workspace, removed(held.plugin(), workspace));
                if (written.plus(WRITTEN).isBefore(clock.instant())) {
                    held = rows.reached(held);
                    written = clock.instant();
                }
            }
            page = remains.workspaces(held.last(), PAGE);
        }
        if (held.failed() == 0) {
            rows.end(held);
            log.info("The data of plugin {} is gone from {} workspaces", held.plugin(), held.done());
        } else {
            String fault = held.failed() + " workspaces are tried again";
            rows.later(held.fromTheFirst(), AGAIN, fault);
        }
    }

    /** One workspace that cannot be written just now keeps no other from it. */
    private boolean removed(String plugin, UUID workspace) {
        try {
            remains.removeIn(plugin, workspace);
            return true;
        } catch (RuntimeException e) {
            log.warn("The data of plugin {} could not be removed from workspace {}", plugin, workspace, e);
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdown();
        try {
            if (!worker.awaitTermination(RemovalRows.LEASE.toSeconds(), TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException _) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
