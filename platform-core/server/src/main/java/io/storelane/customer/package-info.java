/** Who buys: people and companies of a workspace, never somebody who signs in; and how personal data is masked. Owns {@code core.customer}, {@code core.customer_contact}, {@code core.customer_address}, {@code core.customer_consent}, {@code core.customer_entry}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "dataset",
            "event",
            "organization",
            "problem",
            "savedview",
            "search",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
