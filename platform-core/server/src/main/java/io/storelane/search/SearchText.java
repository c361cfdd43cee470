package io.storelane.search;

import java.util.UUID;

/**
 * The text by which a record is found.
 *
 * @param path path of the organisation node that the record stands at; {@code /} for one of the whole workspace
 * @param text all of its names and numbers, in any order
 */
public record SearchText(UUID record, String path, String text) {}
