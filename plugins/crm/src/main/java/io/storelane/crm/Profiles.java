package io.storelane.crm;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What the plugin knows of customers, to read. */
@Repository
@Transactional(readOnly = true)
class Profiles {

    static final int PAGE = 50;

    record Line(
            UUID id,
            String name,
            String kind,
            String city,
            long orders,
            @Nullable Instant lastOrderAt,
            Instant activeAt,
            List<String> tags) {}

    record Value(String currency, long orders, long value) {}

    record Consent(String channel, boolean given, Instant at) {}

    record Whole(
            UUID id,
            String name,
            String kind,
            String city,
            Instant addedAt,
            long orders,
            @Nullable Instant firstOrderAt,
            @Nullable Instant lastOrderAt,
            List<Value> values,
            List<String> tags,
            List<Consent> consents) {

        /** Minor units that an order was worth on average, in the currency. */
        public long average(Value value) {
            return Math.round((double) value.value() / Math.max(1, value.orders()));
        }
    }

    /** Where a page of a list begins: behind this row. */
    record Place(Instant activeAt, UUID id) {
        static @Nullable Place of(String text) {
            String[] parts = text.split("_", 2);
            try {
                return parts.length < 2 ? null : new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (RuntimeException _) {
                return null; // an address that somebody has changed shows the first page
            }
        }

        @Override
        public String toString() {
            return activeAt + "_" + id;
        }
    }

    private static final String LINES = """
            select p.customer_id, p.name, p.kind, p.city, p.orders, p.last_order_at, p.active_at,
              array(select t.tag from plugin_crm.profile_tag t where t.tenant_id = p.tenant_id and t.customer_id = p.customer_id
                order by t.tag) as tags
            from plugin_crm.profile p where %s %s order by p.active_at desc, p.customer_id limit :most""";

    private final JdbcClient db;

    Profiles(JdbcClient db) {
        this.db = db;
    }

    /** Customers whose name has this text. */
    List<Line> search(String text, String tag, @Nullable Place after, int most) {
        return lines(
                new Condition(
                        "(:text = '' or strpos(lower(p.name), lower(:text)) > 0) and (:tag = '' or exists (select from "
                                + "plugin_crm.profile_tag t where t.tenant_id = p.tenant_id and t.customer_id = p.customer_id and t.tag = :tag))",
                        Map.of("text", text, "tag", tag)),
                after,
                most);
    }

    /** Customers of whom the condition is true. */
    List<Line> lines(Condition condition, @Nullable Place after, int most) {
        String behind = after == null
                ? ""
                : "and (p.active_at < :active or (p.active_at = :active and p.customer_id > :afterId))";
        var statement = db.sql(LINES.formatted(condition.sql(), behind))
                .params(condition.values())
                .param("most", most);
        if (after != null) {
            statement =
                    statement.param("active", Timestamp.from(after.activeAt())).param("afterId", after.id());
        }
        return statement
                .query((rs, _) -> new Line(
                        rs.getObject("customer_id", UUID.class),
                        rs.getString("name"),
                        rs.getString("kind"),
                        rs.getString("city"),
                        rs.getLong("orders"),
                        instant(rs.getTimestamp("last_order_at")),
                        rs.getTimestamp("active_at").toInstant(),
                        List.of((String[]) rs.getArray("tags").getArray())))
                .list();
    }

    long count(Condition condition) {
        return db.sql("select count(*) from plugin_crm.profile p where " + condition.sql())
                .params(condition.values())
                .query(Long.class)
                .single();
    }

    Optional<Whole> find(UUID id) {
        return db.sql("""
                        select customer_id, name, kind, city, added_at, orders, first_order_at, last_order_at
                        from plugin_crm.profile where customer_id = :id""")
                .param("id", id)
                .query((rs, _) -> new Whole(
                        id,
                        rs.getString("name"),
                        rs.getString("kind"),
                        rs.getString("city"),
                        rs.getTimestamp("added_at").toInstant(),
                        rs.getLong("orders"),
                        instant(rs.getTimestamp("first_order_at")),
                        instant(rs.getTimestamp("last_order_at")),
                        values(id),
                        strings("select tag from plugin_crm.profile_tag where customer_id = :id order by tag", id),
                        consents(id)))
                .optional();
    }

    private List<Value> values(UUID id) {
        return db.sql("""
                        select currency, orders, value from plugin_crm.profile_value where customer_id = :id
                        order by orders desc, currency""").param("id", id).query(Value.class).list();
    }

    private List<String> strings(String sql, UUID id) {
        return db.sql(sql).param("id", id).query(String.class).list();
    }

    private List<Consent> consents(UUID id) {
        return db.sql(
                        "select channel, given, at from plugin_crm.profile_consent where customer_id = :id order by channel")
                .param("id", id)
                .query((rs, _) -> new Consent(
                        rs.getString("channel"),
                        rs.getBoolean("given"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    /** Currencies of orders so far, the most used first. */
    List<String> currencies() {
        return db.sql(
                        "select currency from plugin_crm.profile_value group by currency order by count(*) desc, currency")
                .query(String.class)
                .list();
    }

    /** A place that sells. */
    record Channel(UUID id, String code) {
        /** As far as it is known what it is called. */
        String label() {
            return code.isEmpty() ? id.toString().substring(0, 8) : code;
        }
    }

    List<Channel> channels() {
        return db.sql("select channel_id as id, code from plugin_crm.known_channel order by code, channel_id")
                .query(Channel.class)
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
