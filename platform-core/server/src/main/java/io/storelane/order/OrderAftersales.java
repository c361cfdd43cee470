package io.storelane.order;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What after-sales needs of an order, and what it tells it. Who may do so is asked by the door of the caller: somebody who takes goods
 * back need not see the order.
 */
@Service
public class OrderAftersales {

    private final Database database;
    private final OrderReader reader;
    private final OrderWriter writer;

    OrderAftersales(Database database, OrderReader reader, OrderWriter writer) {
        this.database = database;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * An order as it was sold. Amounts are minor units.
     *
     * @param order with personal data in full
     * @param delivered by SKU, when units of it arrived last
     */
    public record Sold(OrderView order, List<OrderView.Line> lines, Map<String, Instant> delivered) {

        /** When units of a line arrived last; null if none did. */
        public @Nullable Instant deliveredAt(OrderView.Line line) {
            return delivered.get(line.sku());
        }

        /**
         * What the units of each line cost that were not cancelled, discounts and tax included. The money of a bundle is split over its
         * components in proportion to their units, so that the parts add up to it.
         */
        public Map<UUID, Long> cost() {
            Map<UUID, Long> whole = new HashMap<>();
            lines.stream().filter(l -> l.parentId() == null).forEach(l -> whole.put(l.id(), l.total()));
            return withComponents(whole);
        }

        /** What was paid for each line, whatever went back since: its share of the payments, the shipping having one too. */
        public Map<UUID, Long> paid() {
            List<OrderView.Line> sold =
                    lines.stream().filter(l -> l.parentId() == null).toList();
            long[] shares = shares(sold);
            Map<UUID, Long> whole = new HashMap<>();
            for (int i = 0; i < sold.size(); i++) {
                whole.put(sold.get(i).id(), shares[i]);
            }
            return withComponents(whole);
        }

        /** What was paid for the shipping. */
        public long paidShipping() {
            List<OrderView.Line> sold =
                    lines.stream().filter(l -> l.parentId() == null).toList();
            return shares(sold)[sold.size()];
        }

        private long[] shares(List<OrderView.Line> sold) {
            List<Long> weights = new java.util.ArrayList<>(
                    sold.stream().map(OrderView.Line::total).toList());
            weights.add(order.shipping());
            return Split.inProportion(Math.min(order.paid(), order.total()), weights);
        }

        private Map<UUID, Long> withComponents(Map<UUID, Long> whole) {
            Map<UUID, Long> all = new HashMap<>(whole);
            whole.forEach((id, amount) -> {
                List<OrderView.Line> parts =
                        lines.stream().filter(l -> id.equals(l.parentId())).toList();
                long[] shares = Split.inProportion(
                        amount, parts.stream().map(OrderView.Line::wanted).toList());
                for (int i = 0; i < shares.length; i++) {
                    all.put(parts.get(i).id(), shares[i]);
                }
            });
            return all;
        }
    }

    /**
     * An order, which nobody else changes until the end of the transaction.
     *
     * @throws ProblemException if there is none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Sold lock(UUID id) {
        return sold(id, " for no key update of o");
    }

    /** @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Sold sold(UUID id) {
        return sold(id, "");
    }

    /** Code of the location that the last parcel left from; empty if nothing was shipped. */
    @Transactional(readOnly = true)
    public String shippedFrom(UUID id) {
        return database.core()
                .sql("""
                        select coalesce(e.detail ->> 'location', '') from core.order_entry e
                        where e.tenant_id = :tenant and e.order_id = :id and e.kind = 'shipped' order by e.at desc limit 1""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private Sold sold(UUID id, String lock) {
        OrderView order = database.core()
                .sql(OrderReader.SELECT + " and o.id = :id" + lock)
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> OrderReader.view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(OrderProblem.NOT_FOUND));
        Map<String, Instant> delivered = new HashMap<>();
        database.core()
                .sql("""
                        select u.sku, max(e.at) as at from core.order_entry e, jsonb_object_keys(e.detail -> 'units') u (sku)
                        where e.tenant_id = :tenant and e.order_id = :id and e.kind = 'delivered' group by u.sku""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(rs -> {
                    delivered.put(rs.getString("sku"), rs.getTimestamp("at").toInstant());
                });
        return new Sold(order, reader.lines(id), delivered);
    }

    /**
     * Writes to the order's timeline what its returns came to, and where they stand as a whole. The order is locked.
     *
     * @param kind {@code return_} and what was done
     * @param state where its returns stand: {@code "none"}, {@code requested}, {@code in_work} or {@code closed}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void happened(UUID order, String kind, String state, Map<String, ?> detail, String note) {
        writer.set(order, Map.of("aftersales_state", state));
        writer.entry(order, kind, detail, note);
    }

    /** Counts what was refunded for goods that came back. The order is locked. @param amount minor units */
    @Transactional(propagation = Propagation.MANDATORY)
    public void credited(OrderView order, long amount) {
        writer.set(order.id(), Map.of("credited", order.credited() + amount));
    }

    /** Counts the worth of goods that came back and were replaced. The order is locked. @param worth minor units */
    @Transactional(propagation = Propagation.MANDATORY)
    public void exchanged(OrderView order, long worth) {
        writer.set(order.id(), Map.of("exchanged", order.exchanged() + worth));
    }

    /** Writes to the timeline of an order what it belongs to. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refers(UUID order, String kind, Map<String, ?> detail) {
        writer.entry(order, kind, detail, "");
    }
}
