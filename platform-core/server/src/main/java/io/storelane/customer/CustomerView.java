package io.storelane.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer.
 *
 * @param details personal data masked, but for those who asked to see it and may
 * @param node name of the organisation node
 * @param orders how many orders there are, of those that anybody sees
 * @param erased true if nothing is left that tells who it is
 */
public record CustomerView(
        UUID id,
        CustomerDetails details,
        String node,
        String path,
        List<String> tags,
        boolean erased,
        long orders,
        Instant since,
        long version) {

    CustomerView masked() {
        return new CustomerView(id, details.masked(), node, path, tags, erased, orders, since, version);
    }

    public String name() {
        return details.name();
    }
}
