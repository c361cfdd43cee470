package io.storelane.customer;

import java.util.UUID;

/** What points to customers in another module: it goes along when two customers become one, and forgets who is to be forgotten. */
public interface CustomerReferences {

    /** Most rows that one transaction takes along. */
    int MOST = 20_000;

    /**
     * All that points to the one now points to the other. Runs in the transaction of the merger.
     *
     * @throws io.storelane.problem.ProblemException if it is more than {@link #MOST}
     */
    void moved(UUID from, UUID to);

    /**
     * Removes whatever tells who the customer is. Runs in the transaction of the erasure.
     *
     * @throws io.storelane.problem.ProblemException if it is still needed: an order has yet to be delivered
     */
    void erased(UUID customer);
}
