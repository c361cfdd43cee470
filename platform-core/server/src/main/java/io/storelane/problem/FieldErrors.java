package io.storelane.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with what was sent, so that the sender hears of all of it at once.
 *
 * <pre>{@code
 * var errors = new FieldErrors();
 * errors.add("/lines/0/sku", OrderProblem.SKU_UNKNOWN, line.sku());
 * errors.throwIfAny();
 * }</pre>
 */
public final class FieldErrors {

    enum FieldsProblem implements ProblemCode {
        /** Several things are wrong, each at its place. */
        INVALID;

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }
    }

    private final List<Fault> faults = new ArrayList<>();

    /**
     * @param path place in the document that was sent, such as {@code /lines/0/sku}
     * @param args values for the message of the code
     */
    public FieldErrors add(String path, ProblemCode code, Object... args) {
        faults.add(Fault.of(code, path, args));
        return this;
    }

    public FieldErrors addAll(List<Fault> more) {
        faults.addAll(more);
        return this;
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** @throws ProblemException 422 that names all of them */
    public void throwIfAny() {
        throwIfAny(FieldsProblem.INVALID);
    }

    /** Like {@link #throwIfAny()}, as this problem: for example a conflict, if it is not the values that are at fault. */
    public void throwIfAny(ProblemCode problem, Object... args) {
        if (!faults.isEmpty()) {
            throw ProblemException.of(faults, problem, args);
        }
    }
}
