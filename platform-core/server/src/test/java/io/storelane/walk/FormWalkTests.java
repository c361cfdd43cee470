package io.storelane.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.storelane.identity.TestSessions;
import io.storelane.support.Browsers;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A form with a fault in it: it is sent back, mended and sent again, and the way back through the pages stays open. */
class FormWalkTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    FormWalkTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @Test
    void backFromWhatWasMendedLeadsToAnEmptyForm() {
        Workspace shop = stage.shop();
        try (Browsers.Window window = Browsers.desktop("en")) {
            Person owner = shop.owner();
            String session = TestSessions.open(context, owner.id(), owner.subject(), owner.email(), owner.name());
            window.context()
                    .addCookies(List.of(new Cookie("session", TestSessions.cookie(session)).setUrl(TestStack.APP_URL)));
            String form = "/w/" + shop.slug() + "/customers/new";
            Page page = window.open(form);
            page.locator("[name=name]").fill("Ada");
            page.locator("[name=email]").fill("nobody");
            page.locator("main form button.btn-primary").last().click();
            assertThat(page.locator("[name=email][aria-invalid=true]")).hasValue("nobody");
            page.locator("[name=email]").fill("ada@example.com");
            page.locator("main form button.btn-primary").last().click();
            page.waitForURL("**/customers/*-*");
            assertThat(page.locator("h1")).containsText("Ada");
            page.goBack();
            assertThat(page).hasURL(TestStack.APP_URL + form);
            assertThat(page.locator("[name=name]")).isEditable();
            page.goForward();
            assertThat(page.locator("h1")).containsText("Ada");
            assertThat(window.complaints()).allMatch(said -> said.contains("422"));
        }
    }
}
