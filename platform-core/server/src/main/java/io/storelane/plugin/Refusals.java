package io.storelane.plugin;

import io.storelane.plugin.api.Refusal;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import java.util.Map;
import java.util.TreeMap;

/** Problems of the server's doors on their way through plugins, which see them as {@link Refusal}. */
final class Refusals {

    private Refusals() {}

    static Refusal of(ProblemException e) {
        Map<String, String> fields = new TreeMap<>();
        e.faults().forEach(fault -> fields.put(fault.path(), Problems.name(fault.code())));
        return new Refusal(Problems.name(e.code()), e.code().kind().status(), fields, e);
    }

    /** What came out of a plugin: the server's own problem, if it is one. */
    static Throwable opened(Throwable e) {
        return e instanceof Refusal && e.getCause() instanceof ProblemException problem ? problem : e;
    }
}
