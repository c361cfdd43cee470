package io.storelane.web.api;

import io.storelane.problem.ProblemException;
import java.util.Map;
import java.util.UUID;

/** Does the work of a request once, however often it is sent; implemented by the module that keeps the answers. */
public interface Repeats {

    /**
     * An answer as it went out.
     *
     * @param goesOn true if the work goes on after it: nobody knows yet what was done
     */
    record Answer(int status, Map<String, String> headers, byte[] body, boolean goesOn) {

        /** True if something was done: only such answers are kept. */
        public boolean isDone() {
            return status < 400;
        }
    }

    /** A request. */
    record Request(UUID key, String idempotencyKey, byte[] hash) {}

    /** Carries a request out. */
    @FunctionalInterface
    interface Work {
        Answer run() throws Exception;
    }

    /** An answer, and whether it was given before. */
    record Outcome(Answer answer, boolean repeated) {}

    /**
     * Runs the work, or gives the answer that it had.
     *
     * @param joined true to run the work and keep its answer in one transaction; false for work that has transactions of its
     *     own: the request is marked as taken before it runs, and stays so for a while if its work goes on after the answer
     * @throws ProblemException if the key was used for another request, or the request still runs
     */
    Outcome once(Request request, boolean joined, Work work) throws Exception;
}
