package io.storelane.plugin.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Service {@code customers.read}: customers of the workspace. In a page, those that the person may see; in background work, all of
 * them. Phone, mail and numbers are masked. Keep the id alone: a customer may be erased, or become one with another.
 *
 * <pre>{@code
 * String name = customers.find(id).map(CustomerBook.Customer::name).orElse("–");
 * }</pre>
 */
public interface CustomerBook {

    /** The customer, if there is one that may be seen. */
    Optional<Customer> find(UUID id);

    /** A customer as it is now. */
    interface Customer {

        UUID id();

        String name();

        List<String> tags();

        /** Orders so far. */
        long orders();

        /** True if all that was personal is gone. */
        boolean erased();
    }
}
