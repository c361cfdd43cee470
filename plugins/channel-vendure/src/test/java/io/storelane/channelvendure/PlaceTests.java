package io.storelane.channelvendure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the list of orders is read on. */
class PlaceTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void newestMinutesAreReadAgainUntilNothingComes() {
        Place end = Place.of("").end(List.of(NOON.minusSeconds(10)), NOON);
        assertThat(end.after()).isEqualTo(NOON.minusSeconds(130));

        Place soon = Place.of(end.cursor()).end(List.of(NOON.minusSeconds(10)), NOON.plusSeconds(60));
        assertThat(soon.after()).isEqualTo(end.after());

        Place later = Place.of(soon.cursor()).end(List.of(NOON.minusSeconds(10)), NOON.plusSeconds(121));
        assertThat(later.after()).isEqualTo(NOON.minusSeconds(10).minusMillis(1));

        // what came late, between two that were seen, brings the newest minutes back once more
        Place again = Place.of(later.cursor()).end(List.of(NOON.plusSeconds(120)), NOON.plusSeconds(180));
        assertThat(again.after()).isEqualTo(NOON);
    }

    @Test
    void fullPageIsFollowedByWhatChangedWithItsLastOrder() {
        Place next = Place.of("").within(List.of(NOON, NOON.plusSeconds(1)), NOON.plusSeconds(5));
        assertThat(next).isEqualTo(new Place(NOON.plusMillis(999), 0, NOON.plusSeconds(1), NOON.plusSeconds(5)));
        assertThat(Place.of(next.cursor())).isEqualTo(next);
    }

    @Test
    void moreOrdersOfOneTimeThanAPageHoldsArePassedByCounting() {
        Place first = Place.of("").within(List.of(NOON, NOON), NOON);
        Place second = first.within(List.of(NOON, NOON), NOON);
        Place third = second.within(List.of(NOON, NOON.plusSeconds(1)), NOON);
        assertThat(List.of(first.skip(), second.skip(), third.skip())).containsExactly(0, 2, 0);
        assertThat(third.after()).isEqualTo(NOON.plusMillis(999));
    }

    @Test
    void shopWithoutOrdersIsAskedFromItsBeginning() {
        assertThat(Place.of("").end(List.of(), NOON)).isEqualTo(Place.of(""));
    }
}
