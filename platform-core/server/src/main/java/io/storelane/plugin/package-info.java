/**
 * Plugins: which are installed and enabled, and the host that runs them behind a fence: class loader, context, dispatcher,
 * schema and role of their own, and nothing of the server but what is published. Owns {@code core.plugin_enabled} and
 * {@code core.plugin_delivery}, {@code core.plugin_setting},
 * {@code core.plugin_task}, {@code core.plugin_snapshot},
 * {@code core.plugin_file}, {@code core.plugin_cursor}, {@code core.plugin_secret},
 * {@code core.plugin_hook}, {@code core.plugin_call}, {@code platform.plugin_hook},
 * {@code platform.plugin_authorization}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "catalog",
            "channel",
            "customer",
            "dataset",
            "event",
            "file",
            "http",
            "inventory",
            "job",
            "member",
            "metric",
            "notification",
            "order",
            "problem",
            "role",
            "secret",
            "tenancy",
            "ui",
            "web",
            "webhook"
        })
package io.storelane.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
