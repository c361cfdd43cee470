package io.storelane.identity;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sign-up requests. A request is stored and answered at once, the same way for every address; the account is made and the
 * mail sent afterwards, so neither the answer nor its time tells who is known here, and a request survives a restart of
 * this server or of the identity provider. Runs in the platform scope.
 */
@Service
public class SignUps {

    /** Requests for one address in an hour, beyond which further ones are dropped without a word. */
    static final int PER_ADDRESS_AND_HOUR = 3;

    static final int MAX_ATTEMPTS = 12;

    private final Database database;
    private final IdentityProperties properties;
    private final Clock clock;

    SignUps(Database database, IdentityProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /** A stored request. */
    record Request(
            UUID id,
            String email,
            String name,
            String locale,
            String termsVersion,
            String privacyVersion,
            Instant requestedAt,
            int attempts) {}

    /**
     * Stores a request of somebody who accepted the terms and the privacy policy in force.
     *
     * @param locale language of the mails
     */
    @Transactional
    public void request(String email, String name, Locale locale) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        Instant now = clock.instant();
        database.platform()
                .sql("""
                        insert into platform.sign_up (id, email, name, locale, terms_version, privacy_version, requested_at,
                          state, next_at)
                        select :id, :email, :name, :locale, :terms, :privacy, :now, 'waiting', :now
                        where (select count(*) from platform.sign_up where email = :email and requested_at > :hourAgo) < :max""")
                .param("id", Ids.next())
                .param("email", address)
                .param("name", name.strip())
                .param("locale", locale.toLanguageTag())
                .param("terms", properties.termsVersion())
                .param("privacy", properties.privacyVersion())
                .param("now", Timestamp.from(now))
                .param("hourAgo", Timestamp.from(now.minus(Duration.ofHours(1))))
                .param("max", PER_ADDRESS_AND_HOUR)
                .update();
    }

    /**
     * Takes waiting requests for this process and puts them off, so that another process takes them again only if this one
     * dies.
     */
    @Transactional
    List<Request> claim(int limit) {
        Instant now = clock.instant();
        return database.platform()
                .sql("""
                        with due as materialized (select id from platform.sign_up where state = 'waiting' and next_at <= :now
                          order by next_at limit :limit for update skip locked)
                        update platform.sign_up set attempts = attempts + 1, next_at = :later where id in (select id from due)
                        returning id, email, name, locale, terms_version, privacy_version, requested_at, attempts""")
                .param("now", Timestamp.from(now))
                .param("later", Timestamp.from(now.plusSeconds(60)))
                .param("limit", limit)
                .query((rs, _) -> new Request(
                        rs.getObject("id", UUID.class),
                        rs.getString("email"),
                        rs.getString("name"),
                        rs.getString("locale"),
                        rs.getString("terms_version"),
                        rs.getString("privacy_version"),
                        rs.getTimestamp("requested_at").toInstant(),
                        rs.getInt("attempts")))
                .list();
    }

    /** The account stands at the identity provider: the person is known here from now on. */
    @Transactional
    void register(Request request, String subject) {
        UUID user = database.platform()
                .sql("""
                        insert into platform.app_user (id, subject, email, name, locale, created_at)
                        values (:id, :subject, :email, :name, :locale, :now)
                        on conflict (email) do update set subject = coalesce(app_user.subject, excluded.subject)
                        returning id""")
                .param("id", Ids.next())
                .param("subject", subject)
                .param("email", request.email())
                .param("name", request.name())
                .param("locale", request.locale())
                .param("now", Timestamp.from(clock.instant()))
                .query(UUID.class)
                .single();
        database.platform()
                .sql("""
                        insert into platform.terms_acceptance (user_id, document, document_version, accepted_at)
                        values (:id, 'terms', :terms, :at), (:id, 'privacy', :privacy, :at) on conflict do nothing""")
                .param("id", user)
                .param("terms", request.termsVersion())
                .param("privacy", request.privacyVersion())
                .param("at", Timestamp.from(request.requestedAt()))
                .update();
    }

    /** The mail is out. */
    @Transactional
    void done(Request request) {
        finish(request, "done", "");
    }

    /** It did not work; tried again later, in growing steps, and given up after {@value #MAX_ATTEMPTS} times. */
    @Transactional
    void failed(Request request, String error) {
        if (request.attempts() >= MAX_ATTEMPTS) {
            finish(request, "failed", error);
            return;
        }
        long seconds = Math.min(3600, 5L << Math.min(request.attempts(), 10));
        database.platform()
                .sql("update platform.sign_up set next_at = :next, last_error = :error where id = :id")
                .param("next", Timestamp.from(clock.instant().plusSeconds(seconds)))
                .param("error", error)
                .param("id", request.id())
                .update();
    }

    private void finish(Request request, String state, String error) {
        database.platform()
                .sql("update platform.sign_up set state = :state, last_error = :error where id = :id")
                .param("state", state)
                .param("error", error)
                .param("id", request.id())
                .update();
    }

    /** Forgets finished requests after 30 days. */
    @Transactional
    int prune() {
        return database.platform()
                .sql("delete from platform.sign_up where state <> 'waiting' and requested_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(Duration.ofDays(30))))
                .update();
    }
}
