/**
 * Plugins: which are installed and enabled, and the host that runs them behind a fence: class loader, context, dispatcher,
 * schema and role of their own, and nothing of the server but what is published. Owns {@code core.plugin_enabled} and
 * {@code core.plugin_delivery}, {@code core.plugin_setting},
 * {@code core.plugin_task}, {@code core.plugin_snapshot}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "customer",
            "event",
            "file",
            "http",
            "metric",
            "order",
            "problem",
            "role",
            "secret",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
