package io.storelane.channel;

import io.storelane.organization.OwnPaths;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets sales channels go with their organisation node when it moves. */
@Component
class ChannelPaths extends OwnPaths {

    ChannelPaths(Database database) {
        super(database);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("channel", from, to);
    }
}
