package io.storelane.problem;

import java.util.List;

/**
 * One thing that is wrong with what was sent.
 *
 * @param code what is wrong; its message says it and what to do
 * @param path where in the document, as a JSON Pointer (RFC 6901), for example {@code /lines/0/sku}; empty if it is nowhere in it;
 *     without a slash, the name of a parameter
 * @param args values for the message, in its order
 */
public record Fault(ProblemCode code, String path, List<Object> args) {

    public Fault {
        args = List.copyOf(args);
    }

    public static Fault of(ProblemCode code, String path, Object... args) {
        return new Fault(code, path, List.of(args));
    }

    /** The place as forms name it: {@code lines[0].sku}. */
    public String field() {
        String names = path.startsWith("/") ? path.substring(1) : path;
        return names.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
    }
}
