package io.storelane.order;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/**
 * A part of the page of an order that another module shows: a bean of this type. The template is a fragment that finds the values as
 * {@code s}, for example {@code rma/order :: oforder} in which {@code s.returns} is what {@link #model} put under that name.
 */
public interface OrderSection {

    /** Smaller numbers stand higher. */
    int position();

    /** Template and fragment. */
    String fragment();

    /** What it shows of an order that the caller sees; empty if it shows nothing. */
    Map<String, Object> model(OrderView order, ZoneId zone, Locale locale);
}
