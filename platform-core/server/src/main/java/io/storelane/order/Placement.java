package io.storelane.order;

import io.storelane.problem.Fault;
import java.util.List;
import java.util.UUID;

/** What became of an order that was to be placed. */
public sealed interface Placement {

    /**
     * It is stored.
     *
     * @param held true if it waits for a person: something is wrong with it
     */
    record Placed(UUID id, String number, boolean held) implements Placement {}

    /** The same order of the channel is stored already. */
    record Known(UUID id, String number) implements Placement {}

    /** Nothing was written. */
    record Refused(List<Fault> faults) implements Placement {}
}
