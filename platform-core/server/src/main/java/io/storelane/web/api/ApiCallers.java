package io.storelane.web.api;

import io.storelane.problem.ProblemException;
import java.util.UUID;

/** Finds who comes with a key; implemented by the module that keeps the keys. */
public interface ApiCallers {

    /**
     * Who comes with this key, and what the caller may do at this moment.
     *
     * @throws ProblemException 401 if the key is none, or one no more
     */
    ApiCaller find(String token);

    /**
     * Who holds this key of the workspace of the scope, and what the caller may do at this moment: for work that goes on after
     * the request.
     *
     * @throws ProblemException 401 if the key is one no more
     */
    ApiCaller holder(UUID keyId);
}
