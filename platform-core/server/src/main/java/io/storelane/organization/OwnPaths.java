package io.storelane.organization;

import io.storelane.access.Reach;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;

/** Keeps paths in the column {@code org_path} of tables of its module. */
public abstract class OwnPaths implements PathHolder {

    private final Database database;

    protected OwnPaths(Database database) {
        this.database = database;
    }

    /** @param table of schema {@code core} */
    protected final void rewrite(String table, String from, String to) {
        database.core()
                .sql("""
                        update core.%s set org_path = :to || substr(org_path, :keep)
                        where tenant_id = :tenant and org_path >= :from and org_path < :end""".formatted(table))
                .param("to", to)
                .param("keep", from.length() + 1)
                .param("tenant", Scope.currentTenant().value())
                .param("from", from)
                .param("end", Reach.end(from))
                .update();
    }
}
