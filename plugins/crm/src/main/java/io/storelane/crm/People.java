package io.storelane.crm;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who works with the plugin in this workspace. A person joins with the first thing that they write, under the address and name that the
 * server's layout shows them by. Pages are not told who asks, so it is the form that says it: good for lists of one's own, no proof. Who
 * did something in truth is in the workspace's trail.
 */
@Repository
@Transactional
class People {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SUBJECT = 320;

    record Person(UUID id, String subject, String name) {}

    /**
     * Who sends a form, as hidden fields of it say.
     *
     * @param me address
     * @param as name
     */
    record Caller(@Nullable String me, @Nullable String as) {
        String subject() {
            return me == null ? "" : me.strip();
        }

        String name() {
            String stripped = as == null ? "" : as.strip();
            return stripped.isEmpty() ? "?" : stripped.substring(0, Math.min(stripped.length(), LONGEST_NAME));
        }
    }

    private final JdbcClient db;
    private final Clock clock;

    People(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The caller, who has joined by now. */
    Person join(Caller caller) {
        if (caller.subject().isEmpty() || caller.subject().length() > LONGEST_SUBJECT) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        db.sql("""
                        insert into plugin_crm.person (id, subject, name, joined_at) values (:id, :subject, :name, :now)
                        on conflict do nothing""")
                .param("id", UUID.randomUUID())
                .param("subject", caller.subject())
                .param("name", caller.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return db.sql("select id, subject, name from plugin_crm.person where subject = :subject")
                .param("subject", caller.subject())
                .query(Person.class)
                .single();
    }

    @Transactional(readOnly = true)
    List<Person> all() {
        return db.sql("select id, subject, name from plugin_crm.person order by name, id")
                .query(Person.class)
                .list();
    }

    /** The id, if it is that of one of them. */
    @Transactional(readOnly = true)
    @Nullable UUID known(@Nullable String id) {
        return all().stream()
                .map(Person::id)
                .filter(p -> p.toString().equals(id))
                .findFirst()
                .orElse(null);
    }
}
