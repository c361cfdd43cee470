package io.storelane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.notification.Mailer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Sign-ups that do not go through at once. */
class SignUpWorkerTests extends ServerTests {

    private final ApplicationContext context;
    private final SignUps signUps;
    private final SignUpWorker worker;

    @Autowired
    SignUpWorkerTests(ApplicationContext context, SignUps signUps, SignUpWorker worker) {
        this.context = context;
        this.signUps = signUps;
        this.worker = worker;
    }

    private UUID request(String email) {
        Scope.PLATFORM.run(() -> signUps.request(email, "Ming", Locale.ENGLISH));
        return Stage.one("select id from platform.sign_up where email = ? order by requested_at desc", email);
    }

    /** Works until the request was tried so often; another thread of the server may do it as well. */
    private void tried(UUID request, int times) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (Stage.<Integer>one("select attempts from platform.sign_up where id = ?", request) < times
                || Stage.all(
                                "select 1 from platform.sign_up where id = ? and (state = 'done' or last_error is not null)",
                                request)
                        .isEmpty()) {
            assertThat(Instant.now()).isBefore(end);
            worker.work();
        }
    }

    private static int mails(String email) {
        return TestStack.get().mail().to(email).size();
    }

    /** A server that stops does not end in the middle of a request. */
    @Test
    void whoeverClosesItWaitsForWhatItDoes() {
        SignUpWorker own = new SignUpWorker(
                signUps,
                context.getBean(KeycloakAdmin.class),
                context.getBean(Mailer.class),
                context.getBean(WebProperties.class));
        String email = "c" + Stage.tail() + "@example.org";
        UUID request = request(email);
        own.wake();
        own.close();
        assertThat(own.isIdle()).isTrue();
        own.wake();
        assertThat(own.isIdle()).as("it begins nothing new").isTrue();
        tried(request, 1);
        TestStack.get().mail().await(email, Duration.ofSeconds(30));
        assertThat(mails(email)).isOne();
    }

    @Test
    void whatFailsIsTriedAgainWithoutAnotherMail() {
        String email = "s" + Stage.tail() + "@example.org";
        tried(request(email), 1);
        TestStack.get().mail().await(email, Duration.ofSeconds(30));
        assertThat(mails(email)).isOne();

        // the account belongs to another address here, so that the person cannot be written down
        Stage.all("update platform.app_user set email = ? where email = ?", "x" + email, email);
        UUID again = request(email);
        for (int tries = 1; tries <= 3; tries++) {
            tried(again, tries);
            Stage.all("update platform.sign_up set next_at = now(), last_error = null where id = ?", again);
        }
        tried(again, 4);
        assertThat(mails(email)).isOne();
        assertThat(Objects.toString(Stage.one("select state from platform.sign_up where id = ?", again)))
                .isEqualTo("waiting");

        // once the reason is gone, it goes through
        Stage.all("update platform.app_user set email = ? where email = ?", email, "x" + email);
        Stage.all("update platform.sign_up set next_at = now(), last_error = null where id = ?", again);
        tried(again, 5);
        TestStack.get().mail().await(email, 2, Duration.ofSeconds(30));
        assertThat(mails(email)).isEqualTo(2);
        assertThat(Objects.toString(Stage.one("select state from platform.sign_up where id = ?", again)))
                .isEqualTo("done");
    }
}
