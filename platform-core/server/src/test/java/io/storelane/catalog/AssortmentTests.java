package io.storelane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AssortmentTests {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00Z");

    @Test
    void eachOfferComesBackAsItWasHoweverItsCapitalsAreWritten() {
        Random random = new Random(7);
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < Assortment.MOST; i++) {
            offers.add(offer("杯子-Ab" + Integer.toString(random.nextInt(), 36) + "-" + i, random));
        }

        Assortment all = Assortment.of(offers, FROM, UNTIL);

        for (Offer offer : offers) {
            assertThat(all.find(offer.sku())).contains(offer);
            assertThat(all.find(offer.sku().toUpperCase(java.util.Locale.ROOT))).contains(offer);
            assertThat(all.find(offer.sku().toLowerCase(java.util.Locale.ROOT))).contains(offer);
            assertThat(all.find(offer.sku() + "x")).isEmpty();
        }
        assertThat(all.size() / offers.size()).isLessThan(250);
    }

    @Test
    void aLetterThatIsSmallInOnlyOneWayIsNoOtherLetter() {
        Offer longS = offer("\u017F-1", new Random(1));
        Offer dotted = offer("\u0130-1", new Random(2));

        Assortment all = Assortment.of(List.of(longS, dotted), FROM, UNTIL);

        assertThat(all.find("s-1")).isEmpty();
        assertThat(all.find("\u017F-1")).contains(longS);
        assertThat(all.find("\u0130-1")).contains(dotted);
    }

    @Test
    void itHoldsFromItsBeginningUntilBeforeItsEnd() {
        Assortment all = Assortment.of(List.of(), FROM, UNTIL);

        assertThat(all.holdsAt(FROM)).isTrue();
        assertThat(all.holdsAt(UNTIL.minusNanos(1))).isTrue();
        assertThat(all.holdsAt(UNTIL)).isFalse();
        assertThat(all.holdsAt(FROM.minusNanos(1))).isFalse();
        assertThat(all.isWhole()).isTrue();
        assertThat(all.find("A")).isEmpty();
        assertThat(Assortment.tooLarge().isWhole()).isFalse();
        assertThat(Assortment.tooLarge().holdsAt(Instant.EPOCH)).isTrue();
    }

    private static Offer offer(String sku, Random random) {
        boolean bundle = random.nextInt(5) == 0;
        return new Offer(
                UUID.randomUUID(),
                UUID.randomUUID(),
                sku,
                "白色陶瓷杯 " + sku,
                random.nextBoolean() ? "" : "White mug",
                bundle ? "bundle" : "goods",
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? null : random.nextLong(1_000_000_000_000L),
                random.nextBoolean() ? null : 1L,
                bundle
                        ? List.of(new Offer.Component(UUID.randomUUID(), "PART", "配件", "", "goods", 2, true))
                        : List.of());
    }
}
