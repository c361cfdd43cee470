package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.catalog.Skus;
import io.storelane.order.OrderFulfilment;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What somebody at a location has to do next, with a phone or a scanner in hand: what is due first stands first. */
@Service
public class MyWork {

    /** Enough to see whether they belong to one order. */
    private static final int MOST_HITS = 50;

    private static final String LIVE = "f.state in ('open','accepted','picking','packed')";

    private final Database database;
    private final FulfilmentRows rows;
    private final Fulfilments fulfilments;
    private final OrderFulfilment orders;
    private final Skus skus;

    MyWork(Database database, FulfilmentRows rows, Fulfilments fulfilments, OrderFulfilment orders, Skus skus) {
        this.database = database;
        this.rows = rows;
        this.fulfilments = fulfilments;
        this.orders = orders;
        this.skus = skus;
    }

    /** A page of what is still to leave the locations within reach. @param mine only what is assigned to the caller */
    @Transactional(readOnly = true)
    public Slice<FulfilmentView> list(@Nullable UUID locationId, boolean mine, String cursor, int size) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        StringBuilder where = new StringBuilder(" and " + LIVE + " and " + reach.filter("l.org_path"));
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
     * What a code means.
     *
     * @param id the one; null if there is none, or several
     * @param several true if it stands for work on several orders
     */
    public record Found(@Nullable UUID id, boolean several) {}

    private record Hit(UUID id, UUID order, boolean live, Instant due) {}

    /**
     * What a scanned or typed code means, the first of these that there is: the number of a fulfilment order or of an order, the number
     * of a parcel, the number that an order has in its channel, goods that are still to leave, by SKU or GTIN. Only what the caller
     * reaches; of several of one order what is due first.
     */
    @Transactional(readOnly = true)
    public Found byCode(String code) {
        Access.current().require(Permission.FULFILMENT_VIEW);
        String text = code.strip();
        String number = text.toUpperCase(Locale.ROOT);
        if (text.isEmpty()) {
            return new Found(null, false);
        }
        return Stream.<Supplier<List<Hit>>>of(
                        () -> hits("f.number = :number", Map.of("number", number)),
                        () -> hits("f.order_number = :number", Map.of("number", number)),
                        () -> hits(
                                "f.id in (select p.fulfilment_id from core.parcel p where p.tenant_id = :tenant"
                                        + " and p.tracking = :number and p.tracking <> '')",
                                Map.of("number", number)),
                        () -> hits("f.order_id = any (:orders)", Map.of("orders", ids(orders.ofChannel(text)))),
                        () -> hits(
                                LIVE + " and f.id in (select i.fulfilment_id from core.fulfilment_line i"
                                        + " where i.tenant_id = :tenant and i.sku_key = any (:skus))",
                                Map.of("skus", keys(skus.meant(text)))))
                .map(Supplier::get)
                .filter(hits -> !hits.isEmpty())
                .findFirst()
                .map(MyWork::found)
                .orElseGet(() -> new Found(null, false));
    }

    private static SqlArrayValue ids(List<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }

    private static SqlArrayValue keys(List<String> skus) {
        return new SqlArrayValue(
                "text", skus.stream().map(s -> s.toLowerCase(Locale.ROOT)).toArray());
    }

    private static Found found(List<Hit> hits) {
        List<Hit> live = hits.stream().filter(Hit::live).toList();
        List<Hit> those = live.isEmpty() ? hits : live;
        return those.stream().map(Hit::order).distinct().count() > 1
                ? new Found(null, true)
                : new Found(those.getFirst().id(), false);
    }

    private List<Hit> hits(String condition, Map<String, ?> params) {
        Reach reach = Access.current().require(Permission.FULFILMENT_VIEW);
        return sql("select f.id, f.order_id, f.due_at, " + LIVE + " as live from core.fulfilment f"
                        + " join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id"
                        + " where f.tenant_id = :tenant and " + condition + " and " + reach.filter("l.org_path")
                        + " limit " + MOST_HITS)
                .params(reach.params())
                .params(params)
                .query((rs, _) -> new Hit(
                        rs.getObject("id", UUID.class),
                        rs.getObject("order_id", UUID.class),
                        rs.getBoolean("live"),
                        rs.getTimestamp("due_at").toInstant()))
                .list()
                .stream()
                .sorted(Comparator.comparing(Hit::due).thenComparing(Hit::id))
                .toList();
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
            throw new ProblemException(
                    FulfilmentProblem.WRONG_STATE, one.number(), one.state().number());
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
