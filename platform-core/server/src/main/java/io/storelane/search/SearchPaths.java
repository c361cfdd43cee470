package io.storelane.search;

import io.storelane.access.Reach;
import io.storelane.organization.PathHolder;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets the texts of records go with their organisation node when it moves. */
@Component
class SearchPaths implements PathHolder {

    private final Database database;

    SearchPaths(Database database) {
        this.database = database;
    }

    /** A text is written after its record, under the lock of the node: only then it can be taken here. */
    @Override
    public boolean behindNode() {
        return true;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        database.core()
                .sql("select core.search_move(?, ?, ?, ?)")
                .param(from)
                .param(Reach.end(from))
                .param(from)
                .param(to)
                .query((_, _) -> 1)
                .list();
    }
}
