package io.storelane.web.api;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a fault stands in the document that was sent, if that differs from what a door calls the value. */
public final class Places {

    private Places() {}

    /**
     * Runs the work; a problem with a value that is named here goes on with its place.
     *
     * @param places JSON Pointers by the names that the doors use
     */
    public static <T extends @Nullable Object> T in(Map<String, String> places, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            String place = places.get(e.code().field());
            if (!e.faults().isEmpty()) {
                List<Fault> faults = e.faults().stream()
                        .map(f -> new Fault(f.code(), places.getOrDefault(f.field(), f.path()), f.args()))
                        .toList();
                throw ProblemException.of(faults, e.code(), e.args());
            }
            throw place == null
                    ? e
                    : ProblemException.of(List.of(Fault.of(e.code(), place, e.args())), e.code(), e.args());
        }
    }

    /** Runs the work on a part of the document that stands at this place, and knows nothing of what is around it. */
    public static <T extends @Nullable Object> T below(String place, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw e.below(place);
        }
    }

    /** Runs the work on a value that stands at this place; a problem that names none is one of it. */
    public static <T extends @Nullable Object> T at(String place, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw e.faults().isEmpty()
                    ? ProblemException.of(List.of(Fault.of(e.code(), place, e.args())), e.code(), e.args())
                    : e;
        }
    }

    /** Like {@link #in(Map, Supplier)}, for work without a result. */
    public static void in(Map<String, String> places, Runnable work) {
        in(places, () -> {
            work.run();
            return true;
        });
    }
}
