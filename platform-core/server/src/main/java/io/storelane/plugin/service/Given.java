package io.storelane.plugin.service;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import java.util.function.Supplier;

/** What plugins give to services, and what they get where they may not ask. */
final class Given {

    private Given() {}

    /** @throws IllegalArgumentException that names the range, for the author of the plugin */
    static int atMost(int asked, int most) {
        if (asked < 1 || asked > most) {
            throw new IllegalArgumentException("most is 1 to " + most + ", not " + asked + ".");
        }
        return asked;
    }

    /** What may not be known of is not there. */
    static <T> T ifAllowed(T nothing, Supplier<T> door) {
        try {
            return door.get();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                return nothing;
            }
            throw e;
        }
    }
}
