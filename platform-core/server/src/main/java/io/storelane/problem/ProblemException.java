package io.storelane.problem;

import java.util.List;

/** A problem on its way to the edge, where it becomes a page, a field error or a problem document. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemCode code;
    private final transient List<Object> args;

    /** @param args values for the message, in its order */
    public ProblemException(ProblemCode code, Object... args) {
        super(code.messageKey());
        this.code = code;
        this.args = List.of(args);
    }

    public ProblemCode code() {
        return code;
    }

    public Object[] args() {
        return args.toArray();
    }
}
