package io.storelane.crm;

import io.storelane.plugin.api.Caller;
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

/** Who works with the plugin in this workspace. A person joins with the first thing that they write, under the name of their account. */
@Repository
@Transactional
class People {

    record Person(UUID id, String name) {}

    private final JdbcClient db;
    private final Caller caller;
    private final Clock clock;

    People(JdbcClient db, Caller caller, Clock clock) {
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    /** Who asks, and has joined by now. */
    Person join() {
        Caller.Person me = caller.person().orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
        db.sql("""
                        insert into plugin_crm.person (id, name, joined_at) values (:id, :name, :now)
                        on conflict (tenant_id, id) do update set name = excluded.name where person.name <> excluded.name""")
                .param("id", me.id())
                .param("name", me.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return new Person(me.id(), me.name());
    }

    /** The id of who asks. */
    @Nullable UUID me() {
        return caller.person().map(Caller.Person::id).orElse(null);
    }

    @Transactional(readOnly = true)
    List<Person> all() {
        return db.sql("select id, name from plugin_crm.person order by name, id")
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
