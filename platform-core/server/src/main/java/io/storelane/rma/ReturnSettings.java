package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How a workspace takes returns. A change holds for what is asked for from then on. */
@Service
public class ReturnSettings {

    private static final int MOST_DAYS = 3_650;
    private static final int MOST_HOURS = 8_760;

    private final Database database;
    private final AuditLog audit;
    private final Events events;

    ReturnSettings(Database database, AuditLog audit, Events events) {
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    /**
     * What is set.
     *
     * @param days after delivery in which units can be given back, 0 to 3,650; null = for ever
     * @param answerHours in which each step that waits for the workspace has to be done, 1 to 8,760
     * @param version guards against lost changes; 0 before the first one
     */
    public record Values(@Nullable Integer days, int answerHours, long version) {

        static final Values INITIAL = new Values(7, 24, 0);

        Instant due(Instant now) {
            return now.plus(Duration.ofHours(answerHours));
        }

        boolean isOver(@Nullable Instant deliveredAt, Instant now) {
            return days != null && deliveredAt != null && now.isAfter(deliveredAt.plus(Duration.ofDays(days)));
        }

        private Map<String, Object> shown() {
            return days == null ? Map.of("answerHours", answerHours) : Map.of("days", days, "answerHours", answerHours);
        }
    }

    /** What is set in the workspace of the scope, whoever asks; in the caller's transaction. */
    @Transactional(readOnly = true)
    public Values current() {
        return sql("select days, answer_hours, version from core.rma_setting where tenant_id = :tenant")
                .query((rs, _) -> new Values(
                        rs.getObject("days", Integer.class), rs.getInt("answer_hours"), rs.getLong("version")))
                .optional()
                .orElse(Values.INITIAL);
    }

    /** @throws ProblemException if the caller may not see settings */
    @Transactional(readOnly = true)
    public Values shown() {
        Access.current().require(Permission.SETTINGS_VIEW);
        return current();
    }

    /** @throws ProblemException if a value is out of its range, or somebody else changed them since this version */
    @Transactional
    public void change(Values values) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        FieldErrors errors = new FieldErrors();
        Integer days = values.days();
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            errors.add("/days", RmaProblem.BAD_DAYS, MOST_DAYS);
        }
        if (values.answerHours() < 1 || values.answerHours() > MOST_HOURS) {
            errors.add("/answerHours", RmaProblem.BAD_HOURS, MOST_HOURS);
        }
        errors.throwIfAny();
        Values before = current();
        int changed = sql("""
                        insert into core.rma_setting as s (tenant_id, days, answer_hours, version)
                        select :tenant, :days, :hours, 1 where :version = 0
                          or exists (select from core.rma_setting e where e.tenant_id = :tenant)
                        on conflict (tenant_id) do update
                          set days = excluded.days, answer_hours = excluded.answer_hours, version = s.version + 1
                          where s.version = :version""")
                .param("days", days, Types.INTEGER)
                .param("hours", values.answerHours())
                .param("version", values.version())
                .update();
        if (changed == 0) {
            throw new ProblemException(RmaProblem.SETTINGS_CHANGED);
        }
        UUID tenant = Scope.currentTenant().value();
        audit.record(
                "rma.settings_changed",
                new AuditTarget("workspace", tenant, "returns", null),
                before.shown(),
                values.shown());
        events.append("rma.settings_changed", "workspace", tenant, values.shown());
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
