package io.storelane.access;

import java.util.Collection;
import java.util.UUID;

/**
 * Work of a module that members have in hand, for example orders with an assignee. A bean of this type takes it back from whoever may
 * not see it any more: who has left, lost a role, or works at a node that was moved or closed.
 */
public interface GivenWork {

    /**
     * Gives what is open back to all, and writes that it did. Runs in the scope of the tenant, as the system, in a transaction.
     *
     * @param users those who may have lost some; empty = anybody
     */
    void takeBack(Collection<UUID> users);
}
