package io.storelane.web;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A part of the page of a product or a customer that another module shows: a bean of this type. The template is a fragment that finds
 * the values as {@code s}, for example {@code plugin/panels :: oforder} in which {@code s.panels} is what {@link #model} put there.
 */
public interface RecordSection {

    /** Template and fragment. */
    String fragment();

    /**
     * @param kind {@code product} or {@code customer}
     * @param id of one that the caller sees
     * @return empty if it shows nothing
     */
    Map<String, Object> model(String kind, UUID id, Locale locale);
}
