package io.storelane.metric;

import io.storelane.access.Permission;

/**
 * A card of the home page below the charts. A bean of this type is shown to everybody who has its permission.
 *
 * <p>Example: one with the template {@code order/home}, whose fragment {@code card(content)} draws what {@link #content} answers.
 */
public interface HomeCard {

    /** Place among the cards, from small to large. */
    int order();

    Permission permission();

    /** Template with a fragment {@code card(content)}. */
    String template();

    /** What the fragment shows, of what the caller reaches. */
    Object content();
}
