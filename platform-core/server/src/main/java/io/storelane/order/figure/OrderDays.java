package io.storelane.order.figure;

import io.storelane.metric.Localities;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps what the orders of each day come to. Beside each order stands what it was counted as; whatever happened to it, the difference
 * to what it is now moves the sums. So an order may be looked at late, twice, or in any order, and the sums are those of a count.
 */
@Component
class OrderDays {

    static final String QUEUE = "order-days";

    /** Orders of one transaction of a new count. */
    private static final int CHUNK = 1_000;

    private static final String COUNT = """
            with now as materialized (
              select o.id as order_id, (o.placed_at at time zone :zone)::date as day, o.node_id, o.channel_id,
                o.currency collate "C" as currency, o.state = 'cancelled' as cancelled,
                case when o.state = 'cancelled' then 0 else o.total end as sales,
                (select coalesce(sum(l.quantity - l.cancelled), 0)::bigint from core.order_line l
                  where l.tenant_id = o.tenant_id and l.order_id = o.id and l.parent_id is null) as units,
                o.refunded, o.customer_id,
                o.state <> 'cancelled' and o.customer_id is not null and o.id = (select x.id from core.sales_order x
                  where x.tenant_id = o.tenant_id and x.customer_id = o.customer_id and x.state <> 'cancelled'
                  order by x.placed_at, x.id limit 1) as first
              from unnest(:ids) w (id) cross join lateral (
                select o.* from core.sales_order o where o.tenant_id = :tenant and o.id = w.id offset 0) o),
            was as materialized (
              select c.order_id, c.day, c.node_id, c.channel_id, c.currency, c.cancelled, c.sales, c.units, c.refunded,
                c.customer_id, c.first
              from core.order_counted c where c.tenant_id = :tenant and c.order_id = any (:ids) and c.build = :build),
            changed as materialized (
              select n.* from now n left join was w on w.order_id = n.order_id
              where w.order_id is null or (n.day, n.node_id, n.channel_id, n.currency, n.cancelled, n.sales, n.units, n.refunded,
                n.customer_id, n.first) is distinct from (w.day, w.node_id, w.channel_id, w.currency, w.cancelled, w.sales,
                w.units, w.refunded, w.customer_id, w.first)),
            kept as (
              insert into core.order_counted (tenant_id, order_id, day, node_id, channel_id, currency, cancelled, sales, units,
                refunded, customer_id, first, build)
              select :tenant, order_id, day, node_id, channel_id, currency, cancelled, sales, units, refunded, customer_id, first,
                :build
              from changed
              on conflict (tenant_id, order_id) do update set day = excluded.day, node_id = excluded.node_id,
                channel_id = excluded.channel_id, currency = excluded.currency, cancelled = excluded.cancelled,
                sales = excluded.sales, units = excluded.units, refunded = excluded.refunded,
                customer_id = excluded.customer_id, first = excluded.first, build = excluded.build),
            moved as (
              select 1 as sign, c.* from changed c
              union all select -1, w.* from was w where exists (select from changed c where c.order_id = w.order_id))
            insert into core.order_day (tenant_id, day, node_id, channel_id, currency, orders, cancelled, sales, units, refunded,
              first_orders, repeat_orders)
            select :tenant, day, node_id, channel_id, currency, sum(sign), sum(sign * cancelled::integer), sum(sign * sales),
              sum(sign * units), sum(sign * refunded), sum(sign * first::integer),
              sum(sign * (customer_id is not null and not first and not cancelled)::integer)
            from moved group by day, node_id, channel_id, currency
            on conflict (tenant_id, day, node_id, channel_id, currency) do update set
              orders = order_day.orders + excluded.orders, cancelled = order_day.cancelled + excluded.cancelled,
              sales = order_day.sales + excluded.sales, units = order_day.units + excluded.units,
              refunded = order_day.refunded + excluded.refunded,
              first_orders = order_day.first_orders + excluded.first_orders,
              repeat_orders = order_day.repeat_orders + excluded.repeat_orders""";

    /**
     * The first order of a customer may be another one now, or have been: of the customers of these orders, as they are and as they
     * were counted.
     */
    private static final String FIRST_ORDERS = """
            with of as (
              select o.customer_id from unnest(:ids) w (id) cross join lateral (
                select o.customer_id from core.sales_order o where o.tenant_id = :tenant and o.id = w.id offset 0) o
              where o.customer_id is not null
              union
              select c.customer_id from core.order_counted c
              where c.tenant_id = :tenant and c.order_id = any (:ids) and c.customer_id is not null)
            select f.id from of cross join lateral (select o.id from core.sales_order o where o.tenant_id = :tenant
              and o.customer_id = of.customer_id and o.state <> 'cancelled' order by o.placed_at, o.id limit 1) f
            union
            select c.order_id from of join core.order_counted c on c.tenant_id = :tenant and c.customer_id = of.customer_id and c.first""";

    private final Database database;
    private final Localities localities;
    private final ReadyMarks marks;

    OrderDays(Database database, Localities localities, ReadyMarks marks) {
        this.database = database;
        this.localities = localities;
        this.marks = marks;
    }

    private record State(String zone, int build, @Nullable UUID walkedTo, boolean complete) {}

    /** Counts these orders as they are now. */
    @Transactional(propagation = Propagation.MANDATORY)
    void count(Collection<UUID> orders) {
        if (!orders.isEmpty()) {
            count(orders, lock());
        }
    }

    private void count(Collection<UUID> orders, State state) {
        Set<UUID> all = new LinkedHashSet<>(orders);
        all.addAll(sql(FIRST_ORDERS)
                .param("ids", array(orders))
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list());
        sql(COUNT)
                .param("zone", state.zone())
                .param("build", state.build())
                .param("ids", array(all))
                .update();
    }

    /** Counts all orders of these customers as they are now. */
    @Transactional(propagation = Propagation.MANDATORY)
    void countOf(Collection<UUID> customers) {
        List<UUID> orders = new ArrayList<>(sql("""
                        select o.id from core.sales_order o where o.tenant_id = :tenant and o.customer_id = any (:ids)""")
                .param("ids", array(customers))
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list());
        count(orders);
    }

    /** Begins to count all anew if days of the workspace begin at another time than they did. */
    @Transactional(propagation = Propagation.MANDATORY)
    void zoneChanged() {
        State state = lock();
        if (!state.zone().equals(localities.current().zone().getId())) {
            begin();
        }
    }

    /** Begins to count all anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    void begin() {
        lock();
        sql("delete from core.order_day where tenant_id = :tenant").update();
        sql("""
                        update core.order_day_state set build = build + 1, zone = :zone, walked_to = null, complete = false
                        where tenant_id = :tenant""").param("zone", localities.current().zone().getId()).update();
        marks.markAfterCommit(QUEUE);
    }

    /** Counts some more orders anew. @return true if there are more */
    @Transactional
    boolean walk() {
        State state = lock();
        if (state.complete()) {
            return false;
        }
        UUID from = state.walkedTo();
        List<UUID> next = sql("""
                        select o.id from core.sales_order o where o.tenant_id = :tenant and o.id > :from order by o.id limit :chunk""")
                .param("from", from == null ? new UUID(0, 0) : from)
                .param("chunk", CHUNK)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
        if (!next.isEmpty()) {
            count(next, state);
        }
        boolean more = next.size() == CHUNK;
        sql("update core.order_day_state set walked_to = :to, complete = :complete where tenant_id = :tenant")
                .param("to", next.isEmpty() ? from : next.getLast())
                .param("complete", !more)
                .update();
        return more;
    }

    /** One at a time: who counts an order must know what it was counted as. */
    private State lock() {
        sql("insert into core.order_day_state (tenant_id, zone) values (:tenant, :zone) on conflict do nothing")
                .param("zone", localities.current().zone().getId())
                .update();
        return sql("select * from core.order_day_state where tenant_id = :tenant for update")
                .query((rs, _) -> new State(
                        rs.getString("zone"),
                        rs.getInt("build"),
                        rs.getObject("walked_to", UUID.class),
                        rs.getBoolean("complete")))
                .single();
    }

    private static SqlArrayValue array(Collection<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
