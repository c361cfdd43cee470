package io.storelane.job;

import java.util.Set;

/**
 * Does one item of a job of its kinds. Each kind of job belongs to one bean of this type, and has a name for people under
 * {@code job.kind.<kind>}.
 *
 * <p>Example: {@code members.remove} removes the member that {@link JobItem#ref()} names.
 */
public interface JobHandler {

    /** What the item needs is away and comes back: it is handled again after a while, and nothing is said of it. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotNow(RuntimeException cause) {
            super(cause);
        }
    }

    /** Stable names, as stored with each job: {@code things.verb}. */
    Set<String> kinds();

    /** Those that there are in the workspace of the scope, where they come and go. */
    default Set<String> presentKinds() {
        return kinds();
    }

    /** True for a kind that this server can work on now; one that it cannot is left to another server, or until later. */
    default boolean handles(String kind) {
        return kinds().contains(kind);
    }

    /**
     * Does the item, in a transaction of its own that also marks it as done: what it writes to the database is written once,
     * whatever happens to the server. Runs as the person who asked, with what this person may do at this moment. It must end
     * within five seconds.
     *
     * @throws io.storelane.problem.ProblemException if it cannot be done; its sentence is shown beside the item
     * @throws NotNow if it can be done, but not at this moment
     */
    void handle(JobItem item);

    /**
     * The same for an item that may take longer: does a part of it.
     *
     * @return true if something is left; then it is called again, in a transaction of its own, perhaps by another server
     */
    default boolean part(JobItem item) {
        handle(item);
        return false;
    }

    /**
     * False if {@link #part} begins its own transactions, such as a door that must not join one: the item is marked as done after
     * it. If the server dies in between, the item is handled again, so the handler has to know what it has done.
     */
    default boolean joins() {
        return true;
    }
}
