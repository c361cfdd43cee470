package io.storelane.plugin.api;

import java.util.Optional;

/**
 * Service {@code cursors}: places that a plugin has come to in the workspace, such as the last order that it has fetched. Whoever moves one
 * says from where: of two servers that do the same work, one wins. Joins a transaction of the plugin; a place then moves if and only if
 * the work behind it is kept.
 *
 * <pre>{@code
 * Cursors.Place place = cursors.find("orders").orElse(Cursors.Place.NONE);
 * Page page = shop.ordersAfter(place.value());
 * if (!cursors.move("orders", place, page.end())) return; // somebody else was faster
 * }</pre>
 */
public interface Cursors {

    /** Where it stands; empty if it was never moved. */
    Optional<Place> find(String name);

    /**
     * Moves it.
     *
     * @param name 1 to 100 characters
     * @param from where it was seen, {@link Place#NONE} if nowhere
     * @param value at most 2,000 characters
     * @return false if it stands elsewhere by now; then nothing has happened
     */
    boolean move(String name, Place from, String value);

    /** A place. @param version of the cursor, 0 before it was moved the first time */
    record Place(String value, long version) {

        /** Before the first move. */
        public static final Place NONE = new Place("", 0);
    }
}
