package io.storelane.order;

import io.storelane.problem.Fault;
import java.util.List;
import java.util.UUID;

/** What became of an order that was to be placed. */
public sealed interface Placement {

    /**
     * It is stored.
     *
     * @param whole all of it, nothing masked
     */
    record Placed(Orders.Whole whole) implements Placement {

        public UUID id() {
            return whole.order().id();
        }

        public String number() {
            return whole.order().number();
        }

        /** True if it waits for a person: something is wrong with it. */
        public boolean held() {
            return whole.order().held();
        }
    }

    /** The same order of the channel is stored already. */
    record Known(UUID id, String number) implements Placement {}

    /** Nothing was written. */
    record Refused(List<Fault> faults) implements Placement {}
}
