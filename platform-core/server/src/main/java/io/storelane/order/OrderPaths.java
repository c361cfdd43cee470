package io.storelane.order;

import io.storelane.organization.PathHolder;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets orders and their tasks go with their organisation node when it moves. */
@Component
class OrderPaths implements PathHolder {

    private final Database database;

    OrderPaths(Database database) {
        this.database = database;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        rewrite("sales_order", from, to);
        rewrite("order_task", from, to);
    }

    private void rewrite(String table, String from, String to) {
        database.core()
                .sql("""
                        update core.%s set org_path = :to || substr(org_path, :keep)
                        where tenant_id = :tenant and org_path >= :from and org_path < :end""".formatted(table))
                .param("to", to)
                .param("keep", from.length() + 1)
                .param("tenant", Scope.currentTenant().value())
                .param("from", from)
                .param("end", from.substring(0, from.length() - 1) + "0")
                .update();
    }
}
