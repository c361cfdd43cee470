package io.storelane.fulfilment;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Until when what is due, and which department takes it over. A change holds for what begins from then on. */
@Service
public class FulfilmentSettings {

    /** A year. */
    public static final int MOST_MINUTES = 525_600;

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Kept<String, Values> kept;

    FulfilmentSettings(Database database, AuditLog audit, Events events, Stamps stamps) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.kept = stamps.keep(10_000);
    }

    /**
     * What is set. Times are minutes, 1 to {@link #MOST_MINUTES}.
     *
     * @param accept until a location should have accepted or rejected
     * @param ship until all should have left, from when the location got it
     * @param carrier until the carrier should have what is packed
     * @param aftersales until after-sales should have begun with a return
     * @param warehouse department that takes over from sales; null = whoever works at the location
     * @param aftersalesDepartment department that takes over returns; null = whoever sells
     * @param version guards against lost changes; 0 before the first one
     */
    public record Values(
            int accept,
            int ship,
            int carrier,
            int aftersales,
            @Nullable UUID warehouse,
            @Nullable UUID aftersalesDepartment,
            long version) {

        static final Values INITIAL = new Values(240, 1_440, 480, 1_440, null, null, 0);

        Instant shipUntil(Instant now) {
            return now.plus(Duration.ofMinutes(ship));
        }

        private Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("acceptMinutes", accept);
            shown.put("shipMinutes", ship);
            shown.put("carrierMinutes", carrier);
            shown.put("aftersalesMinutes", aftersales);
            if (warehouse != null) {
                shown.put("warehouseId", warehouse.toString());
            }
            if (aftersalesDepartment != null) {
                shown.put("aftersalesId", aftersalesDepartment.toString());
            }
            return shown;
        }
    }

    /** What is set in the workspace of the scope, whoever asks. */
    public Values current() {
        return kept.get("", this::stored);
    }

    private Values stored() {
        return sql("select * from core.fulfilment_setting where tenant_id = :tenant")
                .query((rs, _) -> new Values(
                        rs.getInt("accept_minutes"),
                        rs.getInt("ship_minutes"),
                        rs.getInt("carrier_minutes"),
                        rs.getInt("aftersales_minutes"),
                        rs.getObject("warehouse_id", UUID.class),
                        rs.getObject("aftersales_id", UUID.class),
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
        minutes(errors, "/acceptMinutes", values.accept());
        minutes(errors, "/shipMinutes", values.ship());
        minutes(errors, "/carrierMinutes", values.carrier());
        minutes(errors, "/aftersalesMinutes", values.aftersales());
        department(errors, "/warehouseId", values.warehouse());
        department(errors, "/aftersalesId", values.aftersalesDepartment());
        errors.throwIfAny();
        Values before = current();
        int changed = sql("""
                        insert into core.fulfilment_setting as s (tenant_id, accept_minutes, ship_minutes, carrier_minutes,
                          aftersales_minutes, warehouse_id, aftersales_id, version)
                        select :tenant, :accept, :ship, :carrier, :aftersales, :warehouse::uuid, :department::uuid, 1
                        where :version = 0 or exists (select from core.fulfilment_setting e where e.tenant_id = :tenant)
                        on conflict (tenant_id) do update
                          set accept_minutes = excluded.accept_minutes, ship_minutes = excluded.ship_minutes,
                            carrier_minutes = excluded.carrier_minutes, aftersales_minutes = excluded.aftersales_minutes,
                            warehouse_id = excluded.warehouse_id, aftersales_id = excluded.aftersales_id, version = s.version + 1
                          where s.version = :version""")
                .param("accept", values.accept())
                .param("ship", values.ship())
                .param("carrier", values.carrier())
                .param("aftersales", values.aftersales())
                .param("warehouse", values.warehouse())
                .param("department", values.aftersalesDepartment())
                .param("version", values.version())
                .update();
        if (changed == 0) {
            throw new ProblemException(FulfilmentProblem.SETTINGS_CHANGED);
        }
        UUID tenant = Scope.currentTenant().value();
        audit.record(
                "fulfilment.settings_changed",
                new AuditTarget("workspace", tenant, "fulfilment", null),
                before.shown(),
                values.shown());
        events.append("fulfilment.settings_changed", "workspace", tenant, values.shown());
    }

    private static void minutes(FieldErrors errors, String path, int minutes) {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            errors.add(path, FulfilmentProblem.BAD_MINUTES, MOST_MINUTES);
        }
    }

    private void department(FieldErrors errors, String path, @Nullable UUID id) {
        if (id != null && !isDepartment(id)) {
            errors.add(path, FulfilmentProblem.UNKNOWN_DEPARTMENT);
        }
    }

    boolean isDepartment(UUID id) {
        return sql("select exists (select from core.department where tenant_id = :tenant and id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
