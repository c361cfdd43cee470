package io.storelane.identity;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** People who can sign in. Runs in the platform scope. */
@Service
public class Users {

    private final Database database;
    private final IdentityProperties properties;
    private final Clock clock;

    Users(Database database, IdentityProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /** A person. @param email in lower case */
    public record User(UUID id, String email, String name, String locale) {}

    /** A workspace that a person is a member of. */
    public record Workspace(UUID tenantId, String slug, String name, String status) {}

    /** A person with the workspaces to choose from. */
    public record Profile(User user, List<Workspace> workspaces) {}

    /** Finds or makes the person whom the identity provider has just proved, with a confirmed address. */
    @Transactional
    public User signedIn(String subject, String email, String name, Locale locale) {
        String address = email.toLowerCase(Locale.ROOT);
        // the address may have changed there since
        int known = database.platform()
                .sql("update platform.app_user set email = :email where subject = :subject and not exists"
                        + " (select 1 from platform.app_user o where o.email = :email and o.subject <> :subject)")
                .param("email", address)
                .param("subject", subject)
                .update();
        if (known == 0) {
            database.platform()
                    .sql("""
                            insert into platform.app_user (id, subject, email, name, locale, created_at)
                            values (:id, :subject, :email, :name, :locale, :now)
                            on conflict (email) do update set subject = excluded.subject where app_user.subject is null""")
                    .param("id", Ids.next())
                    .param("subject", subject)
                    .param("email", address)
                    .param("name", name.isBlank() ? address.substring(0, address.indexOf('@')) : name)
                    .param("locale", locale.toLanguageTag())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        }
        // a known address that another account holds now is not taken for the same person: it may have been given on
        return database.platform()
                .sql("select id, email, name, locale from platform.app_user where subject = :subject")
                .param("subject", subject)
                .query(new SimplePropertyRowMapper<>(User.class))
                .optional()
                .orElseThrow(() -> new ProblemException(IdentityProblem.ADDRESS_OF_ANOTHER));
    }

    /** Makes a person who has not signed in yet; the first login with this address becomes that person. @return the id */
    @Transactional
    public UUID register(String email, String name, Locale locale) {
        return database.platform()
                .sql("""
                        insert into platform.app_user (id, email, name, locale, created_at)
                        values (:id, :email, :name, :locale, :now)
                        on conflict (email) do update set email = excluded.email returning id""")
                .param("id", Ids.next())
                .param("email", email.toLowerCase(Locale.ROOT))
                .param("name", name)
                .param("locale", locale.toLanguageTag())
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Profile> profile(UUID id) {
        return database.platform()
                .sql("select id, email, name, locale from platform.app_user where id = :id")
                .param("id", id)
                .query(User.class)
                .optional()
                .map(user -> new Profile(user, workspaces(id)));
    }

    private List<Workspace> workspaces(UUID userId) {
        return database.platform()
                .sql("""
                        select t.id as tenant_id, t.slug, t.name, t.status from platform.membership m
                        join platform.tenant t on t.id = m.tenant_id
                        where m.user_id = :user and m.status = 'active' and (m.until is null or m.until > :now)
                        order by t.name, t.slug""")
                .param("user", userId)
                .param("now", Timestamp.from(clock.instant()))
                .query(new SimplePropertyRowMapper<>(Workspace.class))
                .list();
    }

    @Transactional
    public void rename(UUID id, String name) {
        database.platform()
                .sql("update platform.app_user set name = :name, version = version + 1 where id = :id")
                .param("name", name)
                .param("id", id)
                .update();
    }

    @Transactional
    public void setLocale(UUID id, Locale locale) {
        database.platform()
                .sql("update platform.app_user set locale = :locale where id = :id")
                .param("locale", locale.toLanguageTag())
                .param("id", id)
                .update();
    }

    /** True if the person has accepted the terms and the privacy policy in force. */
    @Transactional(readOnly = true)
    public boolean hasAcceptedTerms(UUID id) {
        return database.platform()
                        .sql("""
                                select count(*) from platform.terms_acceptance where user_id = :id
                                and (document, document_version) in (('terms', :terms), ('privacy', :privacy))""")
                        .param("id", id)
                        .param("terms", properties.termsVersion())
                        .param("privacy", properties.privacyVersion())
                        .query(Long.class)
                        .single()
                == 2;
    }

    /** Notes that the person accepts the documents in force, now. */
    @Transactional
    public void acceptTerms(UUID id) {
        acceptTerms(id, properties.termsVersion(), properties.privacyVersion(), Timestamp.from(clock.instant()));
    }

    void acceptTerms(UUID id, String terms, String privacy, Timestamp at) {
        database.platform()
                .sql("""
                        insert into platform.terms_acceptance (user_id, document, document_version, accepted_at)
                        values (:id, 'terms', :terms, :at), (:id, 'privacy', :privacy, :at) on conflict do nothing""")
                .param("id", id)
                .param("terms", terms)
                .param("privacy", privacy)
                .param("at", at)
                .update();
    }
}
