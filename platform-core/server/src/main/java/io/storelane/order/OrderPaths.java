package io.storelane.order;

import io.storelane.organization.OwnPaths;
import io.storelane.tenancy.Database;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets orders and their tasks go with their organisation node when it moves. */
@Component
class OrderPaths extends OwnPaths {

    OrderPaths(Database database) {
        super(database);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("sales_order", from, to);
        rewrite("order_task", from, to);
    }
}
