package io.storelane.notification;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Mail of a tenant. It is written with the change that it tells of, and sent once that has been committed. */
@Service
public class Mails {

    static final int MAX_ATTEMPTS = 10;
    static final String QUEUE = "mail";

    private final Database database;
    private final ReadyMarks ready;
    private final JsonMapper json;
    private final Clock clock;

    Mails(Database database, ReadyMarks ready, JsonMapper json, Clock clock) {
        this.database = database;
        this.ready = ready;
        this.json = json;
        this.clock = clock;
    }

    record Mail(UUID id, String recipient, Locale locale, String template, Map<String, Object> params, int attempts) {}

    /** @param locale language of the receiver */
    @Transactional(propagation = Propagation.MANDATORY)
    public void queue(String recipient, Locale locale, String template, Map<String, ?> params) {
        Timestamp now = Timestamp.from(clock.instant());
        database.core()
                .sql("""
                        insert into core.mail (tenant_id, id, recipient, locale, template, params, state, next_at, created_at)
                        values (:tenant, :id, :recipient, :locale, :template, :params::jsonb, 'waiting', :now, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", Ids.next())
                .param("recipient", recipient)
                .param("locale", locale.toLanguageTag())
                .param("template", template)
                .param("params", json.writeValueAsString(params))
                .param("now", now)
                .update();
        ready.markAfterCommit(QUEUE);
    }

    /** Takes waiting mails of the tenant of the scope and puts them off, so that they come again if this process dies. */
    @Transactional
    List<Mail> claim(int limit) {
        Timestamp now = Timestamp.from(clock.instant());
        return database.core()
                .sql("""
                        with due as materialized (select id from core.mail
                          where tenant_id = :tenant and state = 'waiting' and next_at <= :now
                          order by next_at limit :limit for update skip locked)
                        update core.mail set attempts = attempts + 1, next_at = :later
                        where tenant_id = :tenant and id in (select id from due)
                        returning id, recipient, locale, template, params, attempts""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", now)
                .param("later", Timestamp.from(clock.instant().plusSeconds(60)))
                .param("limit", limit)
                .query((rs, _) -> new Mail(
                        rs.getObject("id", UUID.class),
                        rs.getString("recipient"),
                        Locale.forLanguageTag(rs.getString("locale")),
                        rs.getString("template"),
                        params(rs.getString("params")),
                        rs.getInt("attempts")))
                .list();
    }

    /** Sent: what it said, links above all, is not kept. */
    @Transactional
    void sent(Mail mail) {
        database.core()
                .sql(
                        "update core.mail set state = 'sent', sent_at = :now, params = '{}' where tenant_id = :tenant and id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", mail.id())
                .update();
    }

    /** Not sent; tried again in growing steps, and given up after {@value #MAX_ATTEMPTS} times. */
    @Transactional
    void failed(Mail mail, String error) {
        boolean giveUp = mail.attempts() >= MAX_ATTEMPTS;
        long seconds = Math.min(3600, 5L << Math.min(mail.attempts(), 10));
        database.core()
                .sql("update core.mail set state = :state, next_at = :next, last_error = :error"
                        + " where tenant_id = :tenant and id = :id")
                .param("state", giveUp ? "failed" : "waiting")
                .param("next", Timestamp.from(clock.instant().plusSeconds(seconds)))
                .param("error", error)
                .param("tenant", Scope.currentTenant().value())
                .param("id", mail.id())
                .update();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> params(String document) {
        return json.readValue(document, LinkedHashMap.class);
    }
}
