package io.storelane.catalog;

import java.util.Locale;

/** Why a channel may not sell a variant, however many units there are. Texts: {@code stock.obstacle.<code>}. */
public enum Obstacle {
    /** The product is not listed, or the variant not active. */
    NOT_LISTED,
    /** A bundle that consists of nothing. */
    NO_COMPONENTS,
    /** The product is exclusive to other channels. */
    NOT_AUTHORIZED,
    /** A component of the bundle is exclusive to other channels. */
    COMPONENT_NOT_AUTHORIZED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
