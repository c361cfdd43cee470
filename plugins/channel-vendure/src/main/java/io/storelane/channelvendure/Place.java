package io.storelane.channelvendure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How far a list of orders was read that is in the order of their times. A shop shows an order a little later than its time says, so
 * the newest minutes are read again until nothing new has come for that long.
 *
 * @param after later ones are read next
 * @param skip so many of them were read already, as all have one time
 * @param newest time of the newest order that was seen
 * @param seen when that was
 */
record Place(Instant after, int skip, Instant newest, Instant seen) {

    /** Longer than a transaction of a shop takes. */
    static final Duration OVERLAP = Duration.ofMinutes(2);

    private static final Duration TICK = Duration.ofMillis(1);
    private static final Place START = new Place(Instant.EPOCH, 0, Instant.EPOCH, Instant.EPOCH);
    private static final int PARTS = 4;
    private static final Pattern SPACE = Pattern.compile(" ");

    static Place of(String cursor) {
        if (cursor.isEmpty()) {
            return START;
        }
        String[] parts = SPACE.split(cursor, PARTS);
        return new Place(
                Instant.parse(parts[0]), Integer.parseInt(parts[1]), Instant.parse(parts[2]), Instant.parse(parts[3]));
    }

    String cursor() {
        return after + " " + skip + " " + newest + " " + seen;
    }

    /** After a full page. @param times of its orders, in their order; at least one */
    Place within(List<Instant> times, Instant now) {
        Place moved = saw(times, now);
        Instant last = times.getLast().minus(TICK);
        return last.isAfter(after)
                ? new Place(last, 0, moved.newest, moved.seen)
                : new Place(after, skip + times.size(), moved.newest, moved.seen);
    }

    /** After the last page. */
    Place end(List<Instant> times, Instant now) {
        Place moved = saw(times, now);
        if (moved.newest.equals(Instant.EPOCH)) {
            return START;
        }
        boolean calm = Duration.between(moved.seen, now).compareTo(OVERLAP) > 0;
        return new Place(moved.newest.minus(calm ? TICK : OVERLAP), 0, moved.newest, moved.seen);
    }

    private Place saw(List<Instant> times, Instant now) {
        boolean newer = !times.isEmpty() && times.getLast().isAfter(newest);
        return newer ? new Place(after, skip, times.getLast(), now) : this;
    }
}
