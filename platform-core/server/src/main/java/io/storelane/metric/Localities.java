package io.storelane.metric;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.ZoneId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Zone and currency of workspaces. */
@Service
public class Localities {

    private final Database database;

    Localities(Database database) {
        this.database = database;
    }

    /** Of the workspace of the scope. */
    @Transactional(readOnly = true)
    public Locality current() {
        return database.core()
                .sql("select time_zone, currency from core.tenant_profile where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Locality(ZoneId.of(rs.getString("time_zone")), rs.getString("currency")))
                .single();
    }
}
