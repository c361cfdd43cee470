package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Kinds of files that come and go while the server runs, such as those of plugins. A bean of this type is asked each time. */
public interface ImportKindSource {

    /** Those that the workspace of the scope has; their codes are like no others. */
    List<ImportKind> kinds();

    /** Why the one of this code is not there at the moment, though it will be again; empty if it is there, or gone. */
    default Optional<ProblemException> absence(String code) {
        return Optional.empty();
    }
}
