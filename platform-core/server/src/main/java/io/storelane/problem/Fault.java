package io.storelane.problem;

import java.util.List;

/**
 * One thing that is wrong with a command.
 *
 * @param code what is wrong; its message says it and what to do
 * @param path where in the command, as a JSON Pointer (RFC 6901), for example {@code /lines/0/sku}; empty if it is nowhere in it
 * @param args values for the message, in its order
 */
public record Fault(ProblemCode code, String path, List<Object> args) {

    public Fault {
        args = List.copyOf(args);
    }

    public static Fault of(ProblemCode code, String path, Object... args) {
        return new Fault(code, path, List.of(args));
    }
}
