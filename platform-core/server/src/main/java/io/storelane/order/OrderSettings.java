package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How a workspace takes orders in. A change holds for orders that are placed from then on. */
@Service
public class OrderSettings {

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Kept<String, Values> kept;

    OrderSettings(Database database, AuditLog audit, Events events, Stamps stamps) {
        this.database = database;
        this.kept = stamps.keep(10_000);
        this.audit = audit;
        this.events = events;
    }

    /**
     * What is set.
     *
     * @param holdMinutes how long units are held for an order that is not paid, 1 to 525,600; null = for ever
     * @param taxRate of lines that name none, basis points, 0 to 10,000
     * @param shipUnpaid true if orders are shipped before they are paid
     * @param version guards against lost changes; 0 before the first one
     */
    public record Values(@Nullable Integer holdMinutes, int taxRate, boolean shipUnpaid, long version) {

        static final Values INITIAL = new Values(null, 0, false, 0);

        /** When units go back that are held now; null = never. */
        @Nullable Instant expiry(Instant now) {
            return holdMinutes == null ? null : OrderSettings.expiry(holdMinutes, now);
        }

        private Map<String, Object> shown() {
            return Map.of(
                    "holdMinutes", holdMinutes == null ? 0 : holdMinutes, "taxRate", taxRate, "shipUnpaid", shipUnpaid);
        }
    }

    /** @param minutes 0 = for ever */
    static @Nullable Instant expiry(int minutes, Instant now) {
        return minutes <= 0 ? null : now.plus(Duration.ofMinutes(Math.min(minutes, Drafts.MAX_HOLD_MINUTES)));
    }

    /** What is set in the workspace of the scope, whoever asks. */
    public Values current() {
        return kept.get("", this::stored);
    }

    private Values stored() {
        return sql("select hold_minutes, tax_rate_bp, ship_unpaid, version from core.order_setting where tenant_id = :tenant")
                .query((rs, _) -> new Values(
                        rs.getObject("hold_minutes", Integer.class),
                        rs.getInt("tax_rate_bp"),
                        rs.getBoolean("ship_unpaid"),
                        rs.getLong("version")))
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
        Integer minutes = values.holdMinutes();
        if (minutes != null && (minutes < 1 || minutes > Drafts.MAX_HOLD_MINUTES)) {
            errors.add("/holdMinutes", OrderProblem.BAD_HOLD_TIME, Drafts.MAX_HOLD_MINUTES);
        }
        if (values.taxRate() < 0 || values.taxRate() > 10_000) {
            errors.add("/taxRate", OrderProblem.BAD_TAX_RATE);
        }
        errors.throwIfAny();
        Values before = current();
        int changed = sql("""
                        insert into core.order_setting as s (tenant_id, hold_minutes, tax_rate_bp, ship_unpaid, version)
                        select :tenant, :minutes, :rate, :unpaid, 1 where :version = 0
                          or exists (select from core.order_setting e where e.tenant_id = :tenant)
                        on conflict (tenant_id) do update
                          set hold_minutes = excluded.hold_minutes, tax_rate_bp = excluded.tax_rate_bp,
                            ship_unpaid = excluded.ship_unpaid, version = s.version + 1
                          where s.version = :version""")
                .param("minutes", minutes, java.sql.Types.INTEGER)
                .param("rate", values.taxRate())
                .param("unpaid", values.shipUnpaid())
                .param("version", values.version())
                .update();
        if (changed == 0) {
            throw new ProblemException(OrderProblem.SETTINGS_CHANGED);
        }
        UUID tenant = Scope.currentTenant().value();
        audit.record(
                "order.settings_changed",
                new AuditTarget("workspace", tenant, "orders", null),
                before.shown(),
                values.shown());
        events.append("order.settings_changed", "workspace", tenant, values.shown());
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
