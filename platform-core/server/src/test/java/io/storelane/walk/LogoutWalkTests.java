package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Sessions end where and when they should. */
class LogoutWalkTests extends ServerTests {

    private static final String EMAIL = "leaver@example.com";

    @Test
    void signingOutEndsTheSessionHereAndAtTheIdentityProvider() {
        TestStack.get().createUser(EMAIL, "Leaver", TestStack.PASSWORD, "en");
        try (Person person = new Person(EMAIL, "Leaver", "en")) {
            person.signIn();
            person.window().open("/account");
            person.page().locator("details.menu summary").last().click();
            person.page().locator("form[action='/logout'] button").click();
            person.page().waitForURL(TestStack.APP_URL + "/");
            person.window().open("/account");
            assertThat(person.page().locator("input[name=username]").count()).isEqualTo(1);
        }
    }

    @Test
    void aLogoutAtTheIdentityProviderEndsTheSessionHere() {
        TestStack.get().createUser(EMAIL, "Leaver", TestStack.PASSWORD, "en");
        try (Person person = new Person(EMAIL, "Leaver", "en")) {
            person.signIn();
            assertThat(isSignedIn(person)).isTrue();
            TestStack.get().endSessions(EMAIL);
            Instant end = Instant.now().plus(Duration.ofSeconds(5));
            while (isSignedIn(person) && Instant.now().isBefore(end)) {
                Thread.onSpinWait();
            }
            assertThat(isSignedIn(person)).isFalse();
        }
    }

    private static boolean isSignedIn(Person person) {
        person.window().open("/account");
        return person.page().url().startsWith(TestStack.APP_URL + "/account");
    }
}
