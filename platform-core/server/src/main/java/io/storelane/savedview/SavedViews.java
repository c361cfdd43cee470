package io.storelane.savedview;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The caller's own views of lists. What a view shows is decided by the list, for whoever opens it. */
@Service
public class SavedViews {

    private static final int MOST = 20;
    private static final int NAME = 60;
    private static final int QUERY = 1_000;

    private final Database database;
    private final Clock clock;

    SavedViews(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param query what stands behind the address of the list, with its question mark */
    public record View(UUID id, String name, String query) {}

    /** @param list name of the list, see {@link ListPage} */
    @Transactional(readOnly = true)
    public List<View> of(String list) {
        return database.core()
                .sql(
                        "select id, name, query from core.saved_view where tenant_id = :tenant and user_id = :user and list = :list"
                                + " order by created_at, id")
                .param("tenant", Scope.currentTenant().value())
                .param("user", Access.current().userId())
                .param("list", list)
                .query(new SimplePropertyRowMapper<>(View.class))
                .list();
    }

    /** @throws ProblemException if there is another of that name, or too many */
    @Transactional
    public UUID save(String list, String name, String query) {
        if (of(list).size() >= MOST) {
            throw new ProblemException(SavedViewProblem.TOO_MANY, MOST);
        }
        UUID id = Ids.next();
        try {
            database.core()
                    .sql("insert into core.saved_view (tenant_id, id, user_id, list, name, query, created_at)"
                            + " values (:tenant, :id, :user, :list, :name, :query, :now)")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .param("user", Access.current().userId())
                    .param("list", list)
                    .param("name", checked(name, NAME))
                    .param("query", checked(query, QUERY))
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(SavedViewProblem.NAME_TAKEN);
        }
        return id;
    }

    @Transactional
    public void rename(UUID id, String name) {
        try {
            found(database.core()
                    .sql(
                            "update core.saved_view set name = :name where tenant_id = :tenant and user_id = :user and id = :id")
                    .param("name", checked(name, NAME))
                    .param("tenant", Scope.currentTenant().value())
                    .param("user", Access.current().userId())
                    .param("id", id)
                    .update());
        } catch (DuplicateKeyException _) {
            throw new ProblemException(SavedViewProblem.NAME_TAKEN);
        }
    }

    @Transactional
    public void delete(UUID id) {
        found(database.core()
                .sql("delete from core.saved_view where tenant_id = :tenant and user_id = :user and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("user", Access.current().userId())
                .param("id", id)
                .update());
    }

    /** @throws ProblemException if the caller has no such view */
    @Transactional(readOnly = true)
    public View view(String list, UUID id) {
        return of(list).stream()
                .filter(v -> v.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(SavedViewProblem.NOT_FOUND));
    }

    private static String checked(String text, int most) {
        if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(SavedViewProblem.NAME_TOO_LONG, most);
        }
        return text;
    }

    private static void found(int rows) {
        if (rows == 0) {
            throw new ProblemException(SavedViewProblem.NOT_FOUND);
        }
    }
}
