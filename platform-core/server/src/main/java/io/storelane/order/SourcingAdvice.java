package io.storelane.order;

import io.storelane.inventory.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody outside who has a wish where orders ship from: a bean of this type. Asked outside of transactions. */
public interface SourcingAdvice {

    /** True if the workspace of the scope has somebody to ask: reading stock for nobody costs every order. */
    boolean isAsked();

    /**
     * @param patience after which there is no wish
     * @return {@link Router.Preference#NONE} where there is none; never fails
     */
    Router.Preference of(Question question, Duration patience);

    /**
     * An order that is about to be placed.
     *
     * @param sites that ship and have some of it
     * @param stock what they have
     */
    record Question(
            UUID channel,
            Instant at,
            Router.Place to,
            List<Router.Need> needs,
            List<Router.Site> sites,
            List<Router.Free> stock) {}
}
