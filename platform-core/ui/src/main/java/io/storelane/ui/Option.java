package io.storelane.ui;

/**
 * A choice of a select field.
 *
 * @param label text in the reader's language, not a message key
 */
public record Option(String value, String label) {}
