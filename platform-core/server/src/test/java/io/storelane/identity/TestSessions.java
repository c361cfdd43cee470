package io.storelane.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** Sessions of people who have signed in, made without the identity provider. */
public final class TestSessions {

    private TestSessions() {}

    /** Opens a session. @return its id */
    public static String open(ApplicationContext context, UUID userId, String subject, String email, String name) {
        return open(context.getBean(JdbcIndexedSessionRepository.class), userId, subject, email, name);
    }

    private static <S extends Session> String open(
            SessionRepository<S> sessions, UUID userId, String subject, String email, String name) {
        Instant now = Instant.now();
        OidcIdToken token = OidcIdToken.withTokenValue("token")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(3600))
                .subject(subject)
                .claim("email", email)
                .claim("email_verified", true)
                .claim("name", name)
                .build();
        var proved = new DefaultOidcUser(List.of(new OidcUserAuthority(token)), token);
        var user = new StorelaneUser(proved, userId);
        S session = sessions.createSession();
        session.setAttribute(
                "SPRING_SECURITY_CONTEXT",
                new SecurityContextImpl(new OAuth2AuthenticationToken(user, user.getAuthorities(), "storelane")));
        session.setAttribute("confirmed-at", now);
        sessions.save(session);
        return session.getId();
    }

    /** Makes a session one that was last confirmed with the identity provider so long ago. */
    public static void confirmedBefore(ApplicationContext context, String sessionId, Duration age) {
        confirmedBefore(context.getBean(JdbcIndexedSessionRepository.class), sessionId, age);
    }

    private static <S extends Session> void confirmedBefore(
            SessionRepository<S> sessions, String sessionId, Duration age) {
        S session = Objects.requireNonNull(sessions.findById(sessionId));
        session.setAttribute("confirmed-at", Instant.now().minus(age));
        sessions.save(session);
    }

    /** Id of the session that a cookie names. */
    public static String id(String cookie) {
        return new String(Base64.getDecoder().decode(cookie), StandardCharsets.UTF_8);
    }

    /** Value of the session cookie for a session. */
    public static String cookie(String sessionId) {
        return Base64.getEncoder().encodeToString(sessionId.getBytes(StandardCharsets.UTF_8));
    }
}
