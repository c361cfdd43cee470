package io.storelane.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.storelane.identity.TestSessions;
import io.storelane.support.Browsers;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A bulk action: chosen in a list, done in the background, its progress and results seen without a reload. */
class JobWalkTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    JobWalkTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @Test
    void membersAreRemovedWhileThePageLooksOn() {
        Workspace shop = stage.shop();
        IntStream.range(0, 4).forEach(i -> stage.member(shop, "Leaver " + i, "auditor", stage.top(shop)));
        try (Browsers.Window window = Browsers.desktop("en")) {
            Person owner = shop.owner();
            String session = TestSessions.open(context, owner.id(), owner.subject(), owner.email(), owner.name());
            window.context()
                    .addCookies(List.of(new Cookie("session", TestSessions.cookie(session)).setUrl(TestStack.APP_URL)));
            Page page = window.open("/w/" + shop.slug() + "/members");
            page.locator("[data-bulk-all]").check();
            page.locator(".bulk-bar button").first().click();
            page.locator("#confirm [data-confirm-yes]").click();
            page.waitForURL("**/jobs/*");
            Locator state = page.locator("dl.facts .pill").first();
            assertThat(page.getByText("4 of 4 items done")).isVisible();
            assertThat(state).containsText("Done");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures/job-done.png"))));
            page.navigate(TestStack.APP_URL + "/w/" + shop.slug() + "/jobs");
            page.locator("a[data-row-link]").first().click();
            assertThat(page.locator("dialog[open]").getByText("4 of 4 items done"))
                    .isVisible();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures/job-drawer.png"))));
            page.navigate(TestStack.APP_URL + "/w/" + shop.slug() + "/members");
            assertThat(page.getByText("4 of 4 items done")).isVisible();
            page.reload();
            assertThat(page.getByText("4 of 4 items done")).isVisible();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures/job-here.png"))));
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void theBellLeadsToWhatHappened() {
        Workspace shop = stage.shop();
        Person leaver = stage.member(shop, "Leaver", "auditor", stage.top(shop));
        var job = stage.as(
                shop.owner(),
                shop,
                () -> context.getBean(io.storelane.member.Members.class).removeAll(List.of(leaver.id())));
        org.awaitility.Awaitility.await()
                .until(() -> Stage.one("select state from core.job where id = ?", job)
                        .equals("done"));
        for (Browsers.Window window : List.of(Browsers.desktop("en"), Browsers.window("zh-CN", "light", 390, 844))) {
            try (window) {
                stage.signIn(window, shop.owner());
                Page page = window.open("/w/" + shop.slug() + "/members");
                Locator bell = page.locator(".sl-topbar a[href$='/notifications']");
                assertThat(bell).isVisible();
                bell.click();
                Locator line =
                        page.locator("dialog[open] a[href*='/notifications/']").first();
                assertThat(line).isVisible();
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(TestStack.root()
                                .resolve(Path.of("platform-core/server/target/pictures/bell-"
                                        + page.viewportSize().width + ".png"))));
                line.click();
                page.waitForURL(url -> !url.endsWith("/members"));
                assertThat(page.locator("h1")).isVisible();
                window.open("/w/" + shop.slug() + "/notifications/settings");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(TestStack.root()
                                .resolve(Path.of("platform-core/server/target/pictures/notices-"
                                        + page.viewportSize().width + ".png"))));
                assertThat(window.complaints()).isEmpty();
            }
        }
    }
}
