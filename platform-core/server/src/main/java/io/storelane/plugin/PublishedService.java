package io.storelane.plugin;

import io.storelane.access.Permission;
import io.storelane.plugin.tool.HostServices;
import org.jspecify.annotations.Nullable;

/**
 * Something of the server that plugins may call, under a name that {@code plugin.uses} names. A bean of the module that has it.
 *
 * <p>Example: {@code new PublishedService("audit", AuditTrail.class, null, plugin -> new PluginTrail(audit, plugin))}.
 *
 * @param name as plugins name it
 * @param type interface of the plugin API
 * @param reads the permission that a plugin has by it in the background, where nobody asks; null = none
 * @param make its implementation for the plugin of this id
 */
public record PublishedService<T>(
        String name, Class<T> type, @Nullable Permission reads, For<T> make) {

    public PublishedService {
        if (!type.getName().equals(HostServices.all().get(name))) {
            throw new IllegalStateException("Service " + name + " must stand in uses.txt of plugin-tool as "
                    + type.getName() + ", or the verifier takes plugins that ask for it without saying so.");
        }
    }

    /** Makes the implementation that one plugin gets. */
    @FunctionalInterface
    public interface For<T> {
        T plugin(String id);
    }
}
