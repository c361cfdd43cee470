package io.storelane.inventory;

import java.util.UUID;

/**
 * A location as it is shown.
 *
 * @param node name of its organisation node
 * @param path path of that node
 * @param active false if it is closed: it takes nothing in, and nothing is sold from it
 */
public record LocationView(UUID id, LocationDetails details, String node, String path, boolean active, long version) {

    public String code() {
        return details.code();
    }

    public String name() {
        return details.name();
    }
}
