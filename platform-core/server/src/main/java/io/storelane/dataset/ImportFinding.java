package io.storelane.dataset;

import io.storelane.problem.ProblemCode;
import java.util.List;

/**
 * What is wrong with a row.
 *
 * @param field whose column is at fault; empty if none is in particular
 * @param value what stands there
 * @param messageKey of the sentence that says what is wrong
 */
public record ImportFinding(String field, String value, String messageKey, List<Object> args) {

    private static final int SHOWN = 200;

    public ImportFinding {
        value = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
        args = List.copyOf(args);
    }

    static ImportFinding of(String field, String value, ProblemCode code, Object... args) {
        return new ImportFinding(field, value, code.messageKey(), List.of(args));
    }
}
