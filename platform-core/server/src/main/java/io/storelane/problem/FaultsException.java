package io.storelane.problem;

import java.util.List;

/**
 * All that is wrong with one command, found before anything of it was written: each fault with its place, so that the caller can
 * mend them in one go. The status is that of the first fault.
 */
public final class FaultsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** @param faults one at least */
    public FaultsException(List<Fault> faults) {
        super(faults.getFirst().code().messageKey());
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
