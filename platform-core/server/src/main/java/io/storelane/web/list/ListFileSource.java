package io.storelane.web.list;

import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Lists that come and go while the server runs, such as those of plugins. A bean of this type is asked each time. */
public interface ListFileSource {

    /** Those that the workspace of the scope has; their names are like no others. */
    List<ListFile<?>> files();

    /** Why the one of this name is not there at the moment, though it will be again; empty if it is there, or gone. */
    default Optional<ProblemException> absence(String name) {
        return Optional.empty();
    }
}
