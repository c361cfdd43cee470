package io.storelane.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** Sessions of people who have proved to nobody who they are: for tests without an identity provider. */
public final class KitSessions {

    /** Somebody signed in. */
    public record SignedIn(Users.User user, String cookie) {}

    private KitSessions() {}

    /** Makes a person who has accepted the terms; runs in the scope of the platform. */
    public static SignedIn open(ApplicationContext context, String name) {
        Users users = context.getBean(Users.class);
        String subject = "kit-" + io.storelane.tenancy.Ids.next();
        Users.User user = users.signedIn(subject, subject + "@example.org", name, Locale.ENGLISH);
        users.acceptTerms(user.id());
        Instant now = Instant.now();
        OidcIdToken token = OidcIdToken.withTokenValue("token")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(3600))
                .subject(subject)
                .claim("email", subject + "@example.org")
                .claim("email_verified", true)
                .claim("name", name)
                .build();
        var proved = new StorelaneUser(new DefaultOidcUser(List.of(new OidcUserAuthority(token)), token), user.id());
        String session = save(context.getBean(JdbcIndexedSessionRepository.class), proved, now);
        return new SignedIn(user, Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8)));
    }

    private static <S extends Session> String save(SessionRepository<S> sessions, StorelaneUser user, Instant now) {
        S session = sessions.createSession();
        session.setAttribute(
                "SPRING_SECURITY_CONTEXT",
                new SecurityContextImpl(new OAuth2AuthenticationToken(user, user.getAuthorities(), "storelane")));
        session.setAttribute("confirmed-at", now);
        sessions.save(session);
        return session.getId();
    }
}
