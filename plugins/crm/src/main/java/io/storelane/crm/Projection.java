package io.storelane.crm;

import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.OrderBook;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The plugin's own view of customers and orders, kept up with what the server tells. What comes twice changes nothing. */
@Repository
@Transactional
class Projection {

    private final JdbcClient db;

    Projection(JdbcClient db) {
        this.db = db;
    }

    /** @param addedAt when the customer was added, as far as it is known; what is stored already stays */
    void put(CustomerBook.Customer customer, Instant addedAt) {
        db.sql("""
                        insert into plugin_crm.profile (customer_id, kind, name, city, added_at, active_at, orders, version)
                        values (:id, '', :name, '', :added, :added, 0, 0)
                        on conflict (tenant_id, customer_id) do update set name = excluded.name""")
                .param("id", customer.id())
                .param("name", customer.name())
                .param("added", Timestamp.from(addedAt))
                .update();
        db.sql("delete from plugin_crm.profile_tag where customer_id = :id and tag <> all (:tags)")
                .param("id", customer.id())
                .param("tags", customer.tags().toArray(String[]::new))
                .update();
        db.sql("""
                        insert into plugin_crm.profile_tag (customer_id, tag) select :id, unnest(:tags)
                        on conflict do nothing""")
                .param("id", customer.id())
                .param("tags", customer.tags().toArray(String[]::new))
                .update();
    }

    void kind(UUID customer, String kind) {
        db.sql("update plugin_crm.profile set kind = :kind where customer_id = :id")
                .param("kind", kind)
                .param("id", customer)
                .update();
    }

    void put(OrderBook.PlacedOrder order) {
        UUID before = db.sql("select customer_id from plugin_crm.known_order where order_id = :id for update")
                .param("id", order.id())
                .query(UUID.class)
                .optional()
                .orElse(null);
        db.sql("""
                        insert into plugin_crm.known_order (order_id, customer_id, number, currency, total, cancelled, placed_at)
                        values (:id, :customer, :number, :currency, :total, :cancelled, :placed)
                        on conflict (tenant_id, order_id) do update set customer_id = excluded.customer_id,
                          number = excluded.number, currency = excluded.currency, total = excluded.total,
                          cancelled = excluded.cancelled, placed_at = excluded.placed_at""")
                .param("id", order.id())
                .param("customer", order.customer())
                .param("number", order.number())
                .param("currency", order.currency())
                .param("total", order.total())
                .param("cancelled", order.state().equals("cancelled"))
                .param("placed", Timestamp.from(order.placedAt()))
                .update();
        sum(order.customer());
        if (before != null && !before.equals(order.customer())) {
            sum(before);
        }
    }

    void channel(UUID order, UUID channel) {
        db.sql("update plugin_crm.known_order set channel_id = :channel where order_id = :id")
                .param("channel", channel)
                .param("id", order)
                .update();
        channelCode(channel, "");
    }

    /** @param code empty if it is not known: then what is known stays */
    void channelCode(UUID channel, String code) {
        db.sql("""
                        insert into plugin_crm.known_channel as c (channel_id, code) values (:id, :code)
                        on conflict (tenant_id, channel_id) do update set code = excluded.code where excluded.code <> ''""").param("id", channel).param("code", code).update();
    }

    void delivered(UUID order, Instant at) {
        db.sql("update plugin_crm.known_order set delivered_at = greatest(delivered_at, :at) where order_id = :id")
                .param("at", Timestamp.from(at))
                .param("id", order)
                .update();
    }

    void consent(UUID customer, String channel, boolean given, Instant at) {
        db.sql("""
                        insert into plugin_crm.profile_consent as c (customer_id, channel, given, at)
                        values (:customer, :channel, :given, :at)
                        on conflict (tenant_id, customer_id, channel) do update set given = excluded.given, at = excluded.at
                        where c.at <= excluded.at""")
                .param("customer", customer)
                .param("channel", channel)
                .param("given", given)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Counts a customer's orders again. Orders of one customer may come at once: the profile's row lets one after the other. */
    void sum(@Nullable UUID customer) {
        if (customer == null || !locked(customer)) {
            return;
        }
        db.sql("""
                        update plugin_crm.profile p set orders = s.n, first_order_at = s.first, last_order_at = s.last,
                          active_at = greatest(p.added_at, s.last)
                        from (select count(*) as n, min(placed_at) as first, max(placed_at) as last
                          from plugin_crm.known_order where customer_id = :id and not cancelled) s where p.customer_id = :id""").param("id", customer).update();
        db.sql("delete from plugin_crm.profile_value where customer_id = :id")
                .param("id", customer)
                .update();
        db.sql("""
                        insert into plugin_crm.profile_value (customer_id, currency, orders, value)
                        select :id, currency, count(*), sum(total) from plugin_crm.known_order
                        where customer_id = :id and not cancelled group by currency""").param("id", customer).update();
        db.sql("delete from plugin_crm.profile_channel where customer_id = :id")
                .param("id", customer)
                .update();
        db.sql("""
                        insert into plugin_crm.profile_channel (customer_id, channel_id)
                        select distinct :id, channel_id from plugin_crm.known_order
                        where customer_id = :id and not cancelled and channel_id is not null""").param("id", customer).update();
    }

    private boolean locked(UUID customer) {
        return db.sql("select 1 from plugin_crm.profile where customer_id = :id for update")
                .param("id", customer)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean knows(UUID customer) {
        return db.sql("select 1 from plugin_crm.profile where customer_id = :id")
                .param("id", customer)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** All that was known of one is known of the other now; where both know something, what the other knew stays. */
    void merge(UUID from, UUID into) {
        for (String table : new String[] {"known_order", "entry", "task"}) {
            db.sql("update plugin_crm." + table + " set customer_id = :into where customer_id = :from"
                            + (table.equals("task") ? FREE : ""))
                    .param("into", into)
                    .param("from", from)
                    .update();
        }
        db.sql("""
                        insert into plugin_crm.attribute_value (customer_id, attribute_id, text, number, day)
                        select :into, attribute_id, text, number, day from plugin_crm.attribute_value where customer_id = :from
                        on conflict do nothing""").param("into", into).param("from", from).update();
        forget(from);
        sum(into);
    }

    /** A rule has made a task for both on the same occasion: one is enough. */
    private static final String FREE = """
             and not exists (select from plugin_crm.task o where o.customer_id = :into and o.rule_id = task.rule_id
              and o.occasion = task.occasion)""";

    /** Nothing that tells who the customer is stays. */
    void forget(UUID customer) {
        for (String table : new String[] {
            "entry",
            "task",
            "attribute_value",
            "profile_tag",
            "profile_consent",
            "profile_value",
            "profile_channel",
            "profile"
        }) {
            db.sql("delete from plugin_crm." + table + " where customer_id = :id")
                    .param("id", customer)
                    .update();
        }
        db.sql("update plugin_crm.known_order set customer_id = null where customer_id = :id")
                .param("id", customer)
                .update();
    }
}
