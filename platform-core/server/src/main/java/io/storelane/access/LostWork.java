package io.storelane.access;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What every {@link GivenWork} asks and does: whose work is lost to them, and that it is nobody's from now on. */
@Component
public class LostWork {

    private final Database database;
    private final Clock clock;

    LostWork(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * SQL condition for {@link #find}: somebody of those is in this column, and may not see what stands at any of the paths.
     *
     * @param user SQL of the column
     * @param paths SQL of each
     */
    public static String condition(Permission permission, String user, List<String> paths) {
        return "%1$s is not null and (:anybody or %1$s = any (:users)) and not %2$s"
                .formatted(user, Colleagues.condition(permission, user, paths));
    }

    /**
     * A statement with that condition, which may ask for the parameter {@code tenant}.
     *
     * @param users empty = anybody
     */
    public StatementSpec find(String sql, Collection<UUID> users) {
        return database.core()
                .sql(sql)
                .param("tenant", Scope.currentTenant().value())
                .param("anybody", users.isEmpty())
                .param("users", new SqlArrayValue("uuid", users.toArray()));
    }

    /** Changes these rows, which are locked. @param change SQL: the table and what is set; may ask for the parameter {@code now} */
    public void set(String change, List<UUID> ids) {
        database.core()
                .sql("update " + change + ", version = version + 1 where tenant_id = :tenant and id = any (:ids)")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", ids.toArray()))
                .update();
    }
}
