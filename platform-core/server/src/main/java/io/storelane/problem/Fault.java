package io.storelane.problem;

import java.util.List;

/**
 * One thing that is wrong with what was sent.
 *
 * @param pointer its place in the document (RFC 6901), such as {@code /lines/0/sku}; without a slash, a parameter's name
 * @param args values for the message of the code
 */
public record Fault(String pointer, ProblemCode code, List<Object> args) {

    public Fault {
        args = List.copyOf(args);
    }

    /** The place as forms name it: {@code lines[0].sku}. */
    public String field() {
        String path = pointer.startsWith("/") ? pointer.substring(1) : pointer;
        return path.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
    }
}
