package io.storelane.catalog;

import java.util.UUID;

/**
 * Who makes products.
 *
 * @param products how many products it has
 */
public record Brand(UUID id, String name, long products, long version) {}
