package io.storelane.rma;

import io.storelane.organization.OwnPaths;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets returns go with their organisation node when it moves. */
@Component
class ReturnPaths extends OwnPaths {

    ReturnPaths(Database database) {
        super(database);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("rma", from, to);
    }
}
