package io.storelane.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A problem on its way to the edge, where it becomes a page, a field error or a problem document. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemCode code;
    private final transient List<Object> args;
    private final transient List<Fault> faults;
    private final @Nullable Duration wait;

    /** @param args values for the message, in its order */
    public ProblemException(ProblemCode code, Object... args) {
        this(null, List.of(), code, args);
    }

    private ProblemException(@Nullable Duration wait, List<Fault> faults, ProblemCode code, Object... args) {
        super(code.messageKey());
        this.faults = List.copyOf(faults);
        this.wait = wait;
        this.code = code;
        this.args = List.of(args);
    }

    /** A problem that is over by itself after some time. */
    public static ProblemException until(Duration wait, ProblemCode code) {
        return new ProblemException(wait, List.of(), code);
    }

    /** A problem that consists of several, each at its place; see {@link FieldErrors}. */
    public static ProblemException of(List<Fault> faults, ProblemCode code, Object... args) {
        return new ProblemException(null, faults, code, args);
    }

    /** The same problem of a part of the document that stands at this place. */
    public ProblemException below(String place) {
        List<Fault> moved = faults.isEmpty()
                ? List.of(new Fault(code, code.field().isEmpty() ? place : place + "/" + code.field(), args))
                : faults.stream()
                        .map(f -> new Fault(f.code(), place + f.path(), f.args()))
                        .toList();
        return new ProblemException(wait, moved, code, args.toArray());
    }

    /** What is wrong in particular, and where; empty if the problem is one as a whole. */
    public List<Fault> faults() {
        return faults;
    }

    public ProblemCode code() {
        return code;
    }

    /** Time after which trying again helps, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(wait);
    }

    public Object[] args() {
        return args.toArray();
    }
}
