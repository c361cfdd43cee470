package io.storelane.fulfilment;

import io.storelane.organization.OwnPaths;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets hand-overs go with their organisation node when it moves. Fulfilment orders go with their location. */
@Component
class HandOverPaths extends OwnPaths {

    HandOverPaths(Database database) {
        super(database);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("hand_over", from, to);
    }
}
