package io.storelane.organization;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A node as shown.
 *
 * @param depth 0 for the top node
 * @param people number of people who work there, at this node itself
 */
public record NodeView(
        UUID id,
        @Nullable UUID parentId,
        int depth,
        String path,
        NodeDetails details,
        boolean active,
        long version,
        int people,
        int children) {

    public String name() {
        return details.name();
    }
}
