package io.storelane.channelfile;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes out of files and parcels what they say of people. That a file came, what became of it and the numbers of its orders stay, so that neither
 * comes twice.
 */
@Repository
@Transactional
class Emptying {

    /** Which order it was of, and the number by which its way can be followed to somebody's door. */
    private static final String PARCELS =
            "update plugin_channel_file.parcel set number = '', carrier = '', tracking = '', units = '', emptied = true where not emptied";

    private final JdbcClient db;

    Emptying(JdbcClient db) {
        this.db = db;
    }

    /** Of all files from before; one that could not be taken in all this time is not taken any more. */
    void before(Instant time) {
        db.sql("""
                        update plugin_channel_file.file_order o set draft = '' from plugin_channel_file.upload u
                        where u.id = o.upload_id and u.at < :time and o.draft <> ''""").param("time", Timestamp.from(time)).update();
        db.sql("delete from plugin_channel_file.upload where state = 'checked' and at < :time")
                .param("time", Timestamp.from(time))
                .update();
        db.sql("""
                        update plugin_channel_file.upload set content = '', emptied = true, state = 'done'
                        where not emptied and at < :time""").param("time", Timestamp.from(time)).update();
        db.sql(PARCELS + " and at < :time").param("time", Timestamp.from(time)).update();
    }

    /** Of everything, whatever becomes of it. */
    void all() {
        db.sql("update plugin_channel_file.file_order set draft = '' where draft <> ''")
                .update();
        db.sql("delete from plugin_channel_file.upload where state = 'checked'").update();
        db.sql("update plugin_channel_file.upload set content = '', emptied = true, state = 'done' where not emptied")
                .update();
        db.sql(PARCELS).update();
    }

    /**
     * Of these orders, and of the files of their stores: each of them may name the same people.
     *
     * @param others stores that these orders are not of
     * @return false if one of these files is being taken, and has to be emptied later
     */
    boolean orders(List<String> numbers, Collection<UUID> others) {
        String ours = "number = any (cast(:numbers as text[])) and not (account_id = any (cast(:others as uuid[])))";
        String[] named = numbers.toArray(String[]::new);
        String[] not = others.stream().map(UUID::toString).toArray(String[]::new);
        List<UUID> stores = db.sql("select distinct account_id from plugin_channel_file.file_order where " + ours)
                .param("numbers", named)
                .param("others", not)
                .query(UUID.class)
                .list();
        db.sql("update plugin_channel_file.file_order set draft = '' where draft <> '' and " + ours)
                .param("numbers", named)
                .param("others", not)
                .update();
        db.sql(PARCELS + " and " + ours)
                .param("numbers", named)
                .param("others", not)
                .update();
        String[] ids = stores.stream().map(UUID::toString).toArray(String[]::new);
        String theirs = " and account_id = any (cast(:stores as uuid[]))";
        db.sql("delete from plugin_channel_file.upload where state = 'checked'" + theirs)
                .param("stores", ids)
                .update();
        db.sql("update plugin_channel_file.upload set content = '', emptied = true where state = 'done' and not emptied"
                        + theirs)
                .param("stores", ids)
                .update();
        return db.sql("select count(*) from plugin_channel_file.upload where state = 'running'" + theirs)
                        .param("stores", ids)
                        .query(Long.class)
                        .single()
                == 0;
    }
}
