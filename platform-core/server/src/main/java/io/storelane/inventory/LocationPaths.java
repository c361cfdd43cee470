package io.storelane.inventory;

import io.storelane.organization.OwnPaths;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets locations go with their organisation node when it moves. */
@Component
class LocationPaths extends OwnPaths {

    LocationPaths(Database database) {
        super(database);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("location", from, to);
    }
}
