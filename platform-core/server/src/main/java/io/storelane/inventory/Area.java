package io.storelane.inventory;

import java.util.List;

/**
 * The regions that a location serves.
 *
 * @param regions codes by GB/T 2260 of provinces, cities and districts, each with all that lies in it; empty = everywhere
 * @param only true if it serves nothing else; false if it goes first there and serves the rest, too
 */
public record Area(List<String> regions, boolean only) {

    public static final Area EVERYWHERE = new Area(List.of(), false);

    public Area {
        regions = List.copyOf(regions);
    }

    /** True if an order to this place may be shipped from there. */
    boolean allows(Router.Place place) {
        return !only || regions.isEmpty() || first(place);
    }

    /** True if the place lies in one of the regions. */
    boolean first(Router.Place place) {
        return regions.stream().anyMatch(region -> Regions.holds(region, place));
    }
}
