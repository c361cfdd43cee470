/** What keeps a server in order: ticks of background work, health, sample data for a first look. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "api",
            "catalog",
            "dataset",
            "export",
            "file",
            "fulfilment",
            "identity",
            "inventory",
            "member",
            "notification",
            "order",
            "organization",
            "rma",
            "role",
            "tenancy",
            "web",
            "webhook",
            "workspace"
        })
package io.storelane.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
