package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.identity.TestSessions;
import io.storelane.member.Members;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A session lives as long as the identity provider stands behind it, give or take ten minutes. */
class SessionConfirmationWalkTests extends ServerTests {

    private static final Duration DUE = Duration.ofMinutes(10).plusSeconds(1);

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    SessionConfirmationWalkTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    private record Login(io.storelane.support.Person person, String session, Browser browser) {

        int status() {
            return browser.get("/account").status();
        }
    }

    private Login signIn() {
        var person = stage.personWithLogin("Wei");
        try (Person walker = new Person(person.email(), person.name(), "en")) {
            walker.signIn();
            String session = walker.session();
            return new Login(person, session, new Browser().cookie("session", TestSessions.cookie(session)));
        }
    }

    private void makeDue(Login login) {
        TestSessions.confirmedBefore(context, login.session(), DUE);
    }

    private static boolean exists(Login login) {
        return !Stage.all("select 1 from infra.web_session where session_id = ?", login.session())
                .isEmpty();
    }

    @Test
    void whoIsStillEnabledGoesOnAndIsAskedAgainLater() {
        Login login = signIn();
        makeDue(login);
        assertThat(login.status()).isEqualTo(200);
        // the first confirmation gave a new token, with which the next one works
        makeDue(login);
        assertThat(login.status()).isEqualTo(200);
        assertThat(exists(login)).isTrue();
    }

    @Test
    void whoWasDisabledIsOutAtTheNextConfirmation() {
        Login login = signIn();
        TestStack.get().setUserEnabled(login.person().email(), false);
        assertThat(login.status()).isEqualTo(200);
        makeDue(login);
        Answer answer = login.browser().get("/account");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).endsWith("/login");
        assertThat(exists(login)).isFalse();
        assertThat(login.status()).isEqualTo(302);
    }

    @Test
    void aScriptOfWhoWasDisabledIsSentToTheLogin() {
        Login login = signIn();
        TestStack.get().setUserEnabled(login.person().email(), false);
        makeDue(login);
        Answer answer = login.browser().header("HX-Request", "true").get("/account");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("HX-Redirect")).isEqualTo("/login");
    }

    @Test
    void sessionsGoOnWhileTheProviderDoesNotAnswer() {
        Login login = signIn();
        TestStack.get().setUserEnabled(login.person().email(), false);
        makeDue(login);
        TestStack.get().whileKeycloakHangs(() -> assertThat(login.status()).isEqualTo(200));
        assertThat(exists(login)).isTrue();
        // nothing is forgotten: the next confirmation finds out
        makeDue(login);
        assertThat(login.status()).isEqualTo(302);
    }

    @Test
    void whoWasRemovedFromAWorkspaceIsOutAtOnce() {
        Login login = signIn();
        Workspace workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        stage.join(login.person(), workspace, "auditor", stage.top(workspace));
        String home = "/w/" + workspace.slug();
        assertThat(login.browser().get(home).status()).isEqualTo(200);
        stage.run(
                workspace.owner(),
                workspace,
                () -> context.getBean(Members.class).remove(login.person().id()));
        assertThat(login.browser().get(home).status()).isEqualTo(404);
        assertThat(login.status()).isEqualTo(200);
    }
}
