package io.storelane.identity;

import io.storelane.tenancy.Database;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionInformation;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/**
 * Which of our sessions belongs to which session at the identity provider, as rows: a logout there ends ours whichever server
 * made it.
 */
final class OidcSessions implements OidcSessionRegistry {

    private final Database database;
    private final JdbcIndexedSessionRepository sessions;

    OidcSessions(Database database, JdbcIndexedSessionRepository sessions) {
        this.database = database;
        this.sessions = sessions;
    }

    @Override
    public void saveSessionInformation(OidcSessionInformation info) {
        database.infra()
                .sql("""
                        insert into infra.oidc_session (session_id, sid, subject, created_at) values (:id, :sid, :subject, :now)
                        on conflict (session_id) do update set sid = excluded.sid, subject = excluded.subject""")
                .param("id", info.getSessionId())
                .param("sid", info.getPrincipal().getClaimAsString("sid"))
                .param("subject", info.getPrincipal().getSubject())
                .param("now", Timestamp.from(Instant.now()))
                .update();
    }

    @Override
    @SuppressWarnings("NullAway") // the contract allows none, its annotation does not say so
    public OidcSessionInformation removeSessionInformation(String sessionId) {
        database.infra()
                .sql("delete from infra.oidc_session where session_id = :id")
                .param("id", sessionId)
                .update();
        return null;
    }

    @Override
    public Iterable<OidcSessionInformation> removeSessionInformation(OidcLogoutToken token) {
        end(token);
        return List.of();
    }

    /** Ends the session that the token names, or all of its subject if it names none. */
    void end(OidcLogoutToken token) {
        String sid = token.getSessionId();
        String condition = sid == null ? "subject = :key" : "sid = :key";
        database.infra()
                .sql("delete from infra.oidc_session where " + condition + " returning session_id")
                .params(Map.of("key", sid == null ? token.getSubject() : sid))
                .query(String.class)
                .list()
                .forEach(sessions::deleteById);
    }

    /** Forgets entries whose session is gone, and sessions that have expired. */
    void prune() {
        sessions.cleanUpExpiredSessions();
        database.infra()
                .sql("delete from infra.oidc_session o where not exists"
                        + " (select 1 from infra.web_session s where s.session_id = o.session_id)"
                        + " and o.created_at < now() - interval '1 hour'")
                .update();
    }
}
