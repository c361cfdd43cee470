package io.storelane.event;

/**
 * Learns of events that a consumer has not taken in all its tries. Who tells people of it stands above the log, so the log asks for
 * this and knows nobody. Runs in the transaction that gives the event up: it stays inside the database.
 */
public interface GivenUp {

    /** @param failed as a person finds it among the failed events */
    void givenUp(FailedEvent failed);
}
