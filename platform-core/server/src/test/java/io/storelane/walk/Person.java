package io.storelane.walk;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.storelane.identity.TestSessions;
import io.storelane.support.Browsers;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import java.time.Duration;
import java.util.regex.Pattern;

/** Somebody at a browser who uses the product; verbs are what a user does. */
final class Person implements AutoCloseable {

    private final Browsers.Window window;
    private final String email;
    private final String name;

    Person(String email, String name, String language) {
        this.email = email;
        this.name = name;
        window = Browsers.desktop(language);
    }

    Page page() {
        return window.page();
    }

    Browsers.Window window() {
        return window;
    }

    /** From the landing page to the confirmed account with a password. */
    void signUp() {
        window.open("/");
        page().click("main a[href='/signup']");
        fillSignUp();
    }

    void fillSignUp() {
        page().fill("input[name=name]", name);
        page().fill("input[name=email]", email);
        page().check("input[name=terms]");
        page().click("button[type=submit].btn-primary");
        page().waitForURL("**/signup/sent");
        confirm();
    }

    /** Follows the mailed link and sets the password. */
    void confirm() {
        String link = null;
        // other mails may have come to this address before
        for (int mails = 1; link == null; mails++) {
            TestStack.get().mail().await(email, mails, Duration.ofSeconds(30));
            link = TestStack.get().mail().to(email).stream()
                    .flatMap(mail -> mail.links().stream())
                    .filter(l -> l.contains("/login-actions/action-token"))
                    .findFirst()
                    .orElse(null);
        }
        window.open(link);
        if (page().locator("input[name=password-new]").count() == 0) {
            page().locator("a[href*='action-token'], #kc-info-message a")
                    .first()
                    .click();
        }
        page().fill("input[name=password-new]", TestStack.PASSWORD);
        page().fill("input[name=password-confirm]", TestStack.PASSWORD);
        page().click("[type=submit]");
        page().waitForLoadState();
    }

    /** Signs in from the start. */
    void signIn() {
        window.open("/login");
        authenticate();
    }

    /** Proves who this is where the identity provider asks for it; it may know already. */
    void authenticate() {
        if (page().locator("input[name=username]").count() > 0) {
            page().fill("input[name=username]", email);
            page().fill("input[name=password]", TestStack.PASSWORD);
            page().click("[type=submit]");
        }
        page().waitForURL(url -> url.startsWith(TestStack.APP_URL));
    }

    /** Names the workspace; the present page is the form. */
    void createWorkspace(String workspace, String slug) {
        window.open("/workspaces/new");
        page().fill("input[name=name]", workspace);
        page().fill("input[name=slug]", slug);
        page().click("button[type=submit].btn-primary");
        page().waitForURL("**/w/" + slug);
    }

    /** Id of the session of the application that this browser holds. */
    String session() {
        return TestSessions.id(window.context().cookies(TestStack.APP_URL).stream()
                .filter(cookie -> cookie.name.equals("session"))
                .findFirst()
                .orElseThrow()
                .value);
    }

    /** The session is over, and the identity provider does not remember this browser either. */
    void loseSession() {
        Stage.all("delete from infra.web_session where session_id = ?", session());
        forgetLogin();
    }

    /** The identity provider asks anew who this is. */
    void forgetLogin() {
        window.context()
                .clearCookies(
                        new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("(KEYCLOAK|AUTH|KC)_.*")));
    }

    @Override
    public void close() {
        window.close();
    }
}
