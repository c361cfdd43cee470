package io.storelane.channelvendure;

import java.util.regex.Pattern;

/**
 * How far the orders of a shop were read.
 *
 * @param placed among those that are placed, by the time of that
 * @param cancelled among those that were called off, by the time of their last change
 * @param turn counts pages
 */
record Progress(Place placed, Place cancelled, long turn) {

    private static final int PARTS = 3;
    private static final Pattern BAR = Pattern.compile("\\|");

    static Progress of(String cursor) {
        if (cursor.isEmpty()) {
            return new Progress(Place.of(""), Place.of(""), 0);
        }
        String[] parts = BAR.split(cursor, PARTS);
        return new Progress(Place.of(parts[0]), Place.of(parts[1]), Long.parseLong(parts[2]));
    }

    String cursor() {
        return placed.cursor() + "|" + cancelled.cursor() + "|" + turn;
    }
}
