package io.storelane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.tenancy.Database;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;

/** A logout at the identity provider ends the sessions here, those it names and no others. */
class BackChannelLogoutTests extends ServerTests {

    private static final String ENDPOINT = "/logout/connect/back-channel/storelane";

    private final ApplicationContext context;
    private final Stage stage;
    private final OidcSessions sessions;
    private final Database database;

    @Autowired
    BackChannelLogoutTests(ApplicationContext context, OidcSessions sessions, Database database) {
        this.context = context;
        this.stage = new Stage(context);
        this.sessions = sessions;
        this.database = database;
    }

    private record Login(Browser browser, String sid) {}

    private Login login(Person person) {
        String id = TestSessions.open(context, person.id(), person.subject(), person.email(), person.name());
        String sid = UUID.randomUUID().toString();
        database.infra()
                .sql(
                        "insert into infra.oidc_session (session_id, sid, subject, created_at) values (:id, :sid, :subject, now())")
                .param("id", id)
                .param("sid", sid)
                .param("subject", person.subject())
                .update();
        return new Login(new Browser().cookie("session", TestSessions.cookie(id)), sid);
    }

    private static OidcLogoutToken token(String sid, String subject) {
        var token = OidcLogoutToken.withTokenValue("token")
                .issuer("http://localhost/realms/storelane")
                .audience(List.of("storelane"))
                .issuedAt(java.time.Instant.now())
                .jti(UUID.randomUUID().toString())
                .events(Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        if (!sid.isEmpty()) {
            token.sessionId(sid);
        }
        return token.subject(subject).build();
    }

    private static boolean signedIn(Login login) {
        Answer page = login.browser().get("/account");
        return page.status() == 200;
    }

    @Test
    void aLogoutOfOneSessionEndsThatOne() {
        Person person = stage.person("Ming");
        Login desk = login(person);
        Login phone = login(person);
        assertThat(signedIn(desk)).isTrue();
        sessions.end(token(desk.sid(), person.subject()));
        assertThat(signedIn(desk)).isFalse();
        assertThat(signedIn(phone)).isTrue();
    }

    @Test
    void aLogoutOfAPersonEndsAllSessionsOfThatPerson() {
        Person person = stage.person("Ming");
        Person other = stage.person("Other");
        Login desk = login(person);
        Login phone = login(person);
        Login others = login(other);
        sessions.end(token("", person.subject()));
        assertThat(signedIn(desk)).isFalse();
        assertThat(signedIn(phone)).isFalse();
        assertThat(signedIn(others)).isTrue();
    }

    @Test
    void aLogoutOfAnUnknownSessionEndsNothing() {
        Login login = login(stage.person("Ming"));
        sessions.end(token("unknown", "unknown"));
        assertThat(signedIn(login)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "UNSIGNED"})
    void aTokenThatTheProviderDidNotSignIsRefused(String token) {
        Person person = stage.person("Ming");
        Login login = login(person);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String unsigned =
                base64.encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "."
                        + base64.encodeToString(("{\"sid\":\"" + login.sid() + "\",\"sub\":\"" + person.subject()
                                        + "\",\"aud\":\"storelane\",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + ".";
        Answer answer = new Browser()
                .postUnprotected(ENDPOINT, Map.of("logout_token", token.equals("UNSIGNED") ? unsigned : token));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("org.springframework");
        assertThat(signedIn(login)).isTrue();
    }

    @Test
    void aMissingTokenIsRefused() {
        assertThat(new Browser().postUnprotected(ENDPOINT, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void theOwnLogoutLeadsToTheProviderAndEndsTheSession() {
        Login login = login(stage.person("Ming"));
        Answer answer = login.browser().post("/logout", Map.of());
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/protocol/openid-connect/logout");
        assertThat(signedIn(login)).isFalse();
    }

    @Test
    void whatHasExpiredIsForgotten() {
        Person person = stage.person("Ming");
        Login login = login(person);
        Stage.all("update infra.web_session set expiry_time = 0 where principal_name = ?", person.subject());
        Stage.all("update infra.oidc_session set created_at = now() - interval '2 hours' where sid = ?", login.sid());
        sessions.prune();
        assertThat(Stage.all("select 1 from infra.web_session where principal_name = ?", person.subject()))
                .isEmpty();
        assertThat(Stage.all("select 1 from infra.oidc_session where sid = ?", login.sid()))
                .isEmpty();
    }
}
