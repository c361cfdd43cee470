package io.storelane.identity;

import io.storelane.tenancy.Scope;
import org.springframework.stereotype.Service;

/** Removes what is over: expired sessions, old sign-up requests. */
@Service
public class Housekeeping {

    private final SignUps signUps;
    private final OidcSessions sessions;

    Housekeeping(SignUps signUps, OidcSessions sessions) {
        this.signUps = signUps;
        this.sessions = sessions;
    }

    public void run() {
        Scope.PLATFORM.run(signUps::prune);
        sessions.prune();
    }
}
