/**
 * Accounts on channels: the stores that a workspace has connected by connectors of plugins, when they are asked, and what came of it.
 * Owns {@code core.channel_account}, {@code core.channel_record}, {@code core.channel_seen}, {@code core.channel_stock}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "catalog",
            "channel",
            "event",
            "file",
            "inventory",
            "metric",
            "notification",
            "order",
            "plugin",
            "problem",
            "secret",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.connector;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
