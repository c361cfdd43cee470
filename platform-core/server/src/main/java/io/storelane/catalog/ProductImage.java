package io.storelane.catalog;

import java.util.UUID;

/**
 * A picture of a product; the first is its cover.
 *
 * @param alt what it shows, for whoever does not see it
 */
public record ProductImage(UUID id, UUID fileId, Text alt) {}
