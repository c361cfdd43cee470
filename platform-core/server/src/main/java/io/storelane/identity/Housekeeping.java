package io.storelane.identity;

import io.storelane.tenancy.Scope;
import io.storelane.web.RateLimits;
import org.springframework.stereotype.Service;

/** Removes what is over: expired sessions, old sign-up requests, counters that are full again. */
@Service
public class Housekeeping {

    private final SignUps signUps;
    private final OidcSessions sessions;
    private final RateLimits limits;

    Housekeeping(SignUps signUps, OidcSessions sessions, RateLimits limits) {
        this.signUps = signUps;
        this.sessions = sessions;
        this.limits = limits;
    }

    public void run() {
        Scope.PLATFORM.run(signUps::prune);
        sessions.prune();
        limits.prune();
    }
}
