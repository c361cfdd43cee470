package io.storelane.crm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What happened with a customer, the latest first. */
@Repository
@Transactional
class Timeline {

    /** @param kind {@code note}, the type of an event, or what was done here */
    record Entry(UUID id, String kind, String text, Instant at, String authorName) {}

    private final JdbcClient db;

    Timeline(JdbcClient db) {
        this.db = db;
    }

    /** Nothing happens if the entry is there already, or the customer is not known. */
    void add(UUID id, UUID customer, String kind, String text, Instant at, String authorName) {
        db.sql("""
                        insert into plugin_crm.entry (id, customer_id, kind, text, at, author_name)
                        select :id, customer_id, :kind, :text, :at, :author from plugin_crm.profile where customer_id = :customer
                        on conflict do nothing""")
                .param("id", id)
                .param("customer", customer)
                .param("kind", kind)
                .param("text", text)
                .param("at", Timestamp.from(at))
                .param("author", authorName)
                .update();
    }

    /** What somebody wrote down last. */
    @Transactional(readOnly = true)
    Optional<Entry> lastNote(UUID customer) {
        return db.sql("""
                        select id, kind, text, at, author_name from plugin_crm.entry where customer_id = :customer and kind = 'note'
                        order by at desc, id limit 1""")
                .param("customer", customer)
                .query((rs, _) -> entry(rs))
                .optional();
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        return new Entry(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getString("text"),
                rs.getTimestamp("at").toInstant(),
                rs.getString("author_name"));
    }

    @Transactional(readOnly = true)
    List<Entry> of(UUID customer, int most) {
        return db.sql("""
                        select id, kind, text, at, author_name from plugin_crm.entry where customer_id = :customer
                        order by at desc, id limit :most""")
                .param("customer", customer)
                .param("most", most)
                .query((rs, _) -> entry(rs))
                .list();
    }
}
