package io.storelane.plugin.api;

import java.util.Map;
import java.util.UUID;

/**
 * Service {@code audit}: the workspace's trail of who changed what. Called in a transaction of the plugin, the entry is there
 * if and only if the change is.
 *
 * <pre>{@code
 * @Transactional
 * public void rename(UUID card, String name) {
 *     ...
 *     trail.record("card.renamed", card, name, Map.of("name", name));
 * }
 * }</pre>
 */
public interface AuditTrail {

    /**
     * Adds an entry by the person who makes the request; by the plugin in background work.
     *
     * @param action what was done, {@code thing.verb-in-past}; shown with the plugin's name
     * @param label name of the thing as it is now, at most 200 characters
     * @param values what was set; plain values, no personal data
     * @throws IllegalStateException outside of a transaction
     */
    void record(String action, UUID thing, String label, Map<String, ?> values);
}
