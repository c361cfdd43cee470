package io.storelane.crm;

import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.OrderBook;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The plugin's own view of customers and orders, kept up with what the server tells. What comes twice changes nothing, what is older than
 * what is known neither; customers and orders may come in any order.
 */
@Repository
@Transactional
class Projection {

    /** A rule has made a task for both on the same occasion: one is enough. */
    private static final String FREE = """
            \sand not exists (select from plugin_crm.task o where o.customer_id = :into and o.rule_id = task.rule_id
              and o.occasion = task.occasion)""";

    private final JdbcClient db;

    Projection(JdbcClient db) {
        this.db = db;
    }

    void put(List<CustomerBook.Customer> customers) {
        customers.stream().filter(CustomerBook.Customer::erased).forEach(c -> forget(c.id()));
        List<CustomerBook.Customer> known =
                customers.stream().filter(c -> !c.erased()).toList();
        if (known.isEmpty()) {
            return;
        }
        Set<UUID> taken = new HashSet<>(db.sql("""
                        insert into plugin_crm.profile as p (customer_id, kind, name, city, added_at, active_at, orders, version)
                        select id, kind, name, city, added, added, 0, version from unnest(cast(:ids as uuid[]), cast(:kinds as text[]),
                          cast(:names as text[]), cast(:cities as text[]), cast(:added as timestamptz[]), cast(:versions as bigint[]))
                          as u (id, kind, name, city, added, version)
                        on conflict (tenant_id, customer_id) do update set kind = excluded.kind, name = excluded.name,
                          city = excluded.city, added_at = excluded.added_at, version = excluded.version
                        where p.version <= excluded.version returning customer_id""")
                .param("ids", texts(known, c -> c.id().toString()))
                .param("kinds", texts(known, CustomerBook.Customer::kind))
                .param("names", texts(known, CustomerBook.Customer::name))
                .param("cities", texts(known, Projection::city))
                .param("added", texts(known, c -> c.since().toString()))
                .param("versions", texts(known, c -> Long.toString(c.version())))
                .query(UUID.class)
                .list());
        tags(known.stream().filter(c -> taken.contains(c.id())).toList()); // of older ones nothing is new
        consents(known);
        sum(known.stream().map(CustomerBook.Customer::id).toList());
    }

    /** True for a customer that it has; others have not come yet. */
    @Transactional(readOnly = true)
    boolean knows(UUID customer) {
        return db.sql("select exists (select from plugin_crm.profile where customer_id = :id)")
                .param("id", customer)
                .query(Boolean.class)
                .single();
    }

    /** Of the main address. */
    private static String city(CustomerBook.Customer customer) {
        return customer.addresses().stream()
                .map(CustomerBook.Address::city)
                .findFirst()
                .orElse("");
    }

    private void tags(List<CustomerBook.Customer> customers) {
        db.sql("delete from plugin_crm.profile_tag where customer_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(customers, c -> c.id().toString()))
                .update();
        List<String[]> pairs = customers.stream()
                .flatMap(c -> c.tags().stream().map(t -> new String[] {c.id().toString(), t}))
                .toList();
        db.sql("""
                        insert into plugin_crm.profile_tag (customer_id, tag)
                        select * from unnest(cast(:ids as uuid[]), cast(:tags as text[])) on conflict do nothing""")
                .param("ids", texts(pairs, p -> p[0]))
                .param("tags", texts(pairs, p -> p[1]))
                .update();
    }

    private void consents(List<CustomerBook.Customer> customers) {
        record Said(UUID customer, CustomerBook.Consent consent) {}
        List<Said> said = customers.stream()
                .flatMap(c -> c.consents().stream().map(consent -> new Said(c.id(), consent)))
                .toList();
        db.sql("""
                        insert into plugin_crm.profile_consent as c (customer_id, channel, given, at)
                        select * from unnest(cast(:ids as uuid[]), cast(:channels as text[]), cast(:given as boolean[]),
                          cast(:at as timestamptz[]))
                        on conflict (tenant_id, customer_id, channel) do update set given = excluded.given, at = excluded.at
                        where c.at <= excluded.at""")
                .param("ids", texts(said, s -> s.customer().toString()))
                .param("channels", texts(said, s -> s.consent().channel()))
                .param("given", texts(said, s -> Boolean.toString(s.consent().given())))
                .param("at", texts(said, s -> s.consent().at().toString()))
                .update();
    }

    void putOrders(List<OrderBook.PlacedOrder> orders) {
        List<UUID> before = db.sql("""
                        select customer_id from plugin_crm.known_order
                        where order_id = any(cast(:ids as uuid[])) and customer_id is not null order by order_id for update""")
                .param("ids", texts(orders, o -> o.id().toString()))
                .query(UUID.class)
                .list();
        db.sql("""
                        insert into plugin_crm.known_order as k (order_id, customer_id, number, channel_id, currency, total, cancelled,
                          placed_at, delivered_at, version)
                        select * from unnest(cast(:ids as uuid[]), cast(:customers as uuid[]), cast(:numbers as text[]),
                          cast(:channels as uuid[]), cast(:currencies as text[]), cast(:totals as bigint[]), cast(:cancelled as boolean[]),
                          cast(:placed as timestamptz[]), cast(:delivered as timestamptz[]), cast(:versions as bigint[]))
                        on conflict (tenant_id, order_id) do update set customer_id = excluded.customer_id, number = excluded.number,
                          channel_id = excluded.channel_id, currency = excluded.currency, total = excluded.total,
                          cancelled = excluded.cancelled, placed_at = excluded.placed_at, delivered_at = excluded.delivered_at,
                          version = excluded.version where k.version <= excluded.version""")
                .param("ids", texts(orders, o -> o.id().toString()))
                .param("customers", texts(orders, o -> text(o.customer())))
                .param("numbers", texts(orders, OrderBook.PlacedOrder::number))
                .param("channels", texts(orders, o -> o.channel().toString()))
                .param("currencies", texts(orders, OrderBook.PlacedOrder::currency))
                .param("totals", texts(orders, o -> Long.toString(o.total())))
                .param(
                        "cancelled",
                        texts(orders, o -> Boolean.toString(o.state().equals("cancelled"))))
                .param("placed", texts(orders, o -> o.placedAt().toString()))
                .param("delivered", texts(orders, o -> text(o.deliveredAt())))
                .param("versions", texts(orders, o -> Long.toString(o.version())))
                .update();
        // what a channel is called another event says; a row that is there is left alone, or orders would wait for each
        // other
        db.sql("""
                        insert into plugin_crm.known_channel (channel_id, code)
                        select distinct c, '' from unnest(cast(:channels as uuid[])) c on conflict do nothing""")
                .param("channels", texts(orders, o -> o.channel().toString()))
                .update();
        sum(Stream.concat(before.stream(), orders.stream().map(OrderBook.PlacedOrder::customer))
                .filter(Objects::nonNull)
                .toList());
        placed(orders);
    }

    /** The timeline says of each order when it was placed; the entry's id follows from the order's. */
    private void placed(List<OrderBook.PlacedOrder> orders) {
        List<OrderBook.PlacedOrder> owned =
                orders.stream().filter(o -> o.customer() != null).toList();
        db.sql("""
                        insert into plugin_crm.entry (id, customer_id, kind, text, at, author_name)
                        select u.id, u.customer, 'order.placed', u.number, u.at, '' from unnest(cast(:ids as uuid[]),
                          cast(:customers as uuid[]), cast(:numbers as text[]), cast(:at as timestamptz[])) as u (id, customer, number, at)
                        on conflict do nothing""")
                .param(
                        "ids",
                        texts(
                                owned,
                                o -> UUID.nameUUIDFromBytes(("placed " + o.id()).getBytes(StandardCharsets.UTF_8))
                                        .toString()))
                .param("customers", texts(owned, o -> text(o.customer())))
                .param("numbers", texts(owned, OrderBook.PlacedOrder::number))
                .param("at", texts(owned, o -> o.placedAt().toString()))
                .update();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Columns go to the database as arrays of texts, and become what they are there. */
    private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /** @param code empty if it is not known: then what is known stays */
    void channelCode(UUID channel, String code) {
        db.sql("""
                        insert into plugin_crm.known_channel as c (channel_id, code) values (:id, :code)
                        on conflict (tenant_id, channel_id) do update set code = excluded.code where excluded.code <> ''""").param("id", channel).param("code", code).update();
    }

    /** Counts orders of these customers again. Orders of one may come at once: the profile's row lets one after the other. */
    private void sum(List<UUID> customers) {
        String[] ids = texts(customers.stream().distinct().toList(), UUID::toString);
        for (String sql : List.of(
                """
                with locked as (select p.customer_id from plugin_crm.profile p where p.customer_id = any(cast(:ids as uuid[]))
                    order by p.customer_id for update),
                  sums as (select l.customer_id, count(o.order_id) as n, min(o.placed_at) as first, max(o.placed_at) as last
                    from locked l left join plugin_crm.known_order o on o.customer_id = l.customer_id and not o.cancelled
                    group by l.customer_id)
                update plugin_crm.profile p set orders = s.n, first_order_at = s.first, last_order_at = s.last,
                  active_at = greatest(p.added_at, s.last) from sums s where p.customer_id = s.customer_id""",
                "delete from plugin_crm.profile_value where customer_id = any(cast(:ids as uuid[]))",
                """
                insert into plugin_crm.profile_value (customer_id, currency, orders, value)
                select customer_id, currency, count(*), sum(total) from plugin_crm.known_order
                where customer_id = any(cast(:ids as uuid[])) and not cancelled group by customer_id, currency""",
                "delete from plugin_crm.profile_channel where customer_id = any(cast(:ids as uuid[]))",
                """
                insert into plugin_crm.profile_channel (customer_id, channel_id)
                select distinct customer_id, channel_id from plugin_crm.known_order
                where customer_id = any(cast(:ids as uuid[])) and not cancelled and channel_id is not null""")) {
            db.sql(sql).param("ids", ids).update();
        }
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
        sum(List.of(into));
    }

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
