package io.storelane.plugin;

import io.storelane.job.JobHandler;
import io.storelane.plugin.api.CallContext;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import io.storelane.web.Frame;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls of the server into plugins, on their threads, in the scope and with the access of whoever calls. */
@Component
class PluginCalls {

    private static final Logger log = LoggerFactory.getLogger(PluginCalls.class);

    /** For what a page waits for. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final PluginZones zones;
    private final Clock clock;

    PluginCalls(PluginZones zones, Clock clock) {
        this.zones = zones;
        this.clock = clock;
    }

    /** True if it is about to stop, or has no thread free: an upgrade, or much to do. */
    static boolean willPass(RunningPlugin plugin, ProblemException e) {
        return (e.code() == PluginProblem.DOWN || e.code() == PluginProblem.BUSY)
                && e.args().length > 0
                && plugin.manifest().id().equals(e.args()[0]);
    }

    /** What a job ends with for this: it does the work again later, where that will pass. */
    static RuntimeException forJob(RunningPlugin plugin, ProblemException e) {
        return willPass(plugin, e) ? new JobHandler.NotNow(e) : e;
    }

    /** Something that a plugin does. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(CallContext context) throws Exception;
    }

    /** @throws ProblemException if the plugin fails or takes too long */
    <T extends @Nullable Object> T call(RunningPlugin plugin, Work<T> work) {
        return call(plugin, SHORT, work);
    }

    /** The same within another time. */
    <T extends @Nullable Object> T call(RunningPlugin plugin, Duration patience, Work<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("No code of a plugin runs while a transaction of the server is open.");
        }
        PluginManifest manifest = plugin.manifest();
        Call context = new Call(
                Scope.currentTenant().value(),
                Actor.current().userId(),
                LocaleContextHolder.getLocale(),
                zones.current(),
                clock);
        try {
            return plugin.work().call(patience, Frame.carry(() -> work.with(context)));
        } catch (ProblemException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            log.warn("A call to plugin {} {} failed", manifest.id(), manifest.version(), e);
            throw new ProblemException(PluginProblem.FAILED, manifest.id(), manifest.version());
        }
    }
}
