package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.catalog.Skus;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What somebody at a location has to do next, with a phone or a scanner in hand: what is due first stands first. */
@Service
public class MyWork {

    private final Database database;
    private final FulfilmentRows rows;
    private final Fulfilments fulfilments;
    private final Skus skus;

    MyWork(Database database, FulfilmentRows rows, Fulfilments fulfilments, Skus skus) {
        this.database = database;
        this.rows = rows;
        this.fulfilments = fulfilments;
        this.skus = skus;
    }

    /** A page of what is still to leave the locations within reach. @param mine only what is assigned to the caller */
    @Transactional(readOnly = true)
    public Slice<FulfilmentView> list(@Nullable UUID locationId, boolean mine, String cursor, int size) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        StringBuilder where = new StringBuilder(
                " and f.state in ('open','accepted','picking','packed') and " + reach.filter("l.org_path"));
        if (locationId != null) {
            where.append(" and f.location_id = :location");
            params.put("location", locationId);
        }
        if (mine) {
            where.append(" and f.assignee_id = :me");
            params.put("me", Access.current().userId());
        }
        return Keyset.byTime("f.due_at", "f.id", false, FulfilmentView::dueAt, FulfilmentView::id)
                .page(cursor, size, (tail, values) -> {
                    params.putAll(values);
                    return sql(FulfilmentRows.SELECT + where + tail)
                            .params(params)
                            .query((rs, _) -> FulfilmentRows.view(rs))
                            .list();
                });
    }

    /**
     * What a scanned or typed code means: the number of a fulfilment order, or of an order of which one is still to leave.
     *
     * @return which one, if the caller reaches its location
     */
    @Transactional(readOnly = true)
    public Optional<UUID> byNumber(String code) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        String number = code.strip().toUpperCase(Locale.ROOT);
        return sql("""
                        select f.id from core.fulfilment f join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id
                        where f.tenant_id = :tenant and (f.number = :number or f.order_number = :number) and""" + " "
                        + reach.filter("l.org_path")
                        + " order by (f.number = :number) desc, (f.state in ('open','accepted','picking','packed')) desc, f.id limit 1")
                .params(reach.params())
                .param("number", number)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional();
    }

    /** Takes it over and begins to pick; one that is picked already stays as it is. */
    @Transactional
    public void start(UUID id) {
        FulfilmentView one = rows.find(id, Permission.FULFILMENT_MANAGE, false);
        if (one.state() == WorkState.OPEN) {
            fulfilments.accept(id);
        }
        if (one.state() == WorkState.OPEN || one.state() == WorkState.ACCEPTED) {
            fulfilments.pick(id);
        } else if (one.state() != WorkState.PICKING) {
            throw new ProblemException(FulfilmentProblem.WRONG_STATE, one.number());
        }
    }

    /**
     * One unit more of the goods with this code is picked.
     *
     * @param code SKU or GTIN
     * @return the SKU
     * @throws ProblemException if these goods are not in it, or all of them are picked
     */
    @Transactional
    public String scan(UUID id, String code) {
        FulfilmentView one = picking(id);
        List<UUID> variants = one.lines().stream()
                .map(FulfilmentView.Line::variantId)
                .distinct()
                .toList();
        UUID variant = skus.scanned(code, variants)
                .orElseThrow(() -> new ProblemException(WorkProblem.NOT_IN_IT, shown(code)));
        FulfilmentView.Line line = one.lines().stream()
                .filter(l -> l.variantId().equals(variant) && l.picked() < l.units())
                .findFirst()
                .orElseThrow(() -> new ProblemException(WorkProblem.ALL_PICKED, shown(code)));
        rows.add(id, "picked", Map.of(line.lineId(), 1L));
        rows.set(id, Map.of());
        return line.sku();
    }

    /** All units of a line are picked, or, if they were, none. */
    @Transactional
    public void toggle(UUID id, UUID lineId) {
        FulfilmentView one = picking(id);
        FulfilmentView.Line line = one.lines().stream()
                .filter(l -> l.lineId().equals(lineId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(WorkProblem.NOT_IN_IT, ""));
        long rest = line.units() - line.picked();
        rows.add(id, "picked", Map.of(lineId, rest > 0 ? rest : line.shipped() - line.picked()));
        rows.set(id, Map.of());
    }

    private FulfilmentView picking(UUID id) {
        FulfilmentView one = rows.find(id, Permission.FULFILMENT_MANAGE, true);
        if (one.state() != WorkState.PICKING) {
            throw new ProblemException(WorkProblem.NOT_PICKING, one.number());
        }
        return one;
    }

    /** The carrier of the last parcel that left: most likely that of the next one. Empty if there is none. */
    @Transactional(readOnly = true)
    public String lastCarrier() {
        Access.current().require(Permission.FULFILMENT_VIEW);
        return sql("select p.carrier from core.parcel p where p.tenant_id = :tenant order by p.id desc limit 1")
                .query((rs, _) -> rs.getString(1))
                .optional()
                .orElse("");
    }

    private static String shown(String code) {
        String text = code.strip();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
