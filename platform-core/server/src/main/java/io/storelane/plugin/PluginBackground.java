package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.plugin.api.CallContext;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import io.storelane.web.Frame;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs plugins in the background of the tenant of the scope: as themselves, with what the workspace has agreed to. */
@Component
class PluginBackground {

    private static final UUID NOBODY = new UUID(0, 0);

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final PluginHost host;
    private final Plugins plugins;
    private final PluginProperties properties;
    private final PluginZones zones;
    private final Clock clock;

    PluginBackground(PluginHost host, Plugins plugins, PluginProperties properties, PluginZones zones, Clock clock) {
        this.zones = zones;
        this.host = host;
        this.plugins = plugins;
        this.properties = properties;
        this.clock = clock;
    }

    /** After so long a server that took so much work to do one after the other is taken for lost. */
    Duration longest(int calls) {
        return properties.patience().multipliedBy(calls).plus(MARGIN);
    }

    /** Something that a plugin does. */
    @FunctionalInterface
    interface Work {
        void with(CallContext context) throws Exception;
    }

    /**
     * @param actor who caused it, for the plugin to know
     * @param trace ties entries of the trail to what caused them
     * @throws Exception as the plugin throws it, or a problem if it takes too long
     */
    void run(RunningPlugin plugin, @Nullable UUID actor, String trace, Work work) throws Exception {
        Call context = new Call(Scope.currentTenant().value(), actor, Locale.ENGLISH, zones.current(), clock);
        Callable<Boolean> carried = as(
                plugin,
                trace,
                () -> Frame.carry(() -> {
                    work.with(context);
                    return true;
                }));
        plugin.work().call(properties.patience(), carried);
    }

    /** Does work of the server with what the plugin may do. @param trace ties entries of the trail to what caused them */
    <T, X extends Throwable> T as(RunningPlugin plugin, String trace, ScopedValue.CallableOp<T, X> work) throws X {
        boolean agreed = plugins.enabled().contains(plugin.manifest().id());
        // the workspace has agreed to it when it enabled the plugin, and nobody asks here whose own permissions would
        // count
        Access access = new Access(
                NOBODY,
                false,
                (agreed ? host.reads(plugin) : Set.<Permission>of())
                        .stream().collect(Collectors.toMap(p -> p, _ -> Reach.of(Set.of(Access.ROOT_PATH)))));
        Actor self = new Actor(null, plugin.manifest().id(), trace, "");
        return self.call(() -> access.call(work));
    }
}
