package io.storelane.customer;

import io.storelane.organization.PathHolder;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets customers go with their organisation node when it moves. */
@Component
class CustomerPaths implements PathHolder {

    private final Database database;

    CustomerPaths(Database database) {
        this.database = database;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        database.core()
                .sql("""
                        update core.customer set org_path = :to || substr(org_path, :keep)
                        where tenant_id = :tenant and org_path >= :from and org_path < :end""")
                .param("to", to)
                .param("keep", from.length() + 1)
                .param("tenant", Scope.currentTenant().value())
                .param("from", from)
                .param("end", from.substring(0, from.length() - 1) + "0")
                .update();
    }
}
