package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.storelane.support.Browsers;
import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The home page in a browser: charts are drawn, tables say the same, and it fits a phone. */
class HomeWalkTests extends ServerTests {

    @Test
    void theHomePageShowsHowThingsStand() {
        String state;
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "zh-CN")) {
            owner.signIn();
            state = owner.window().context().storageState();
        }
        for (boolean phone : List.of(false, true)) {
            try (Browsers.Window window = Browsers.signedIn(
                    state, phone ? "zh-CN" : "en", phone ? "light" : "dark", phone ? 390 : 1440, phone ? 844 : 900)) {
                window.open("/w/" + TestStack.DEMO_WORKSPACE + "?period=90");
                Page page = window.page();
                page.waitForSelector("[data-chart=line] canvas");
                page.waitForSelector("[data-chart=ring] canvas");
                assertThat(page.locator(".home-figure").count()).isEqualTo(8);
                assertThat(page.locator(".home-todo a").count()).isPositive();
                page.locator(".home-table summary").first().click();
                assertThat(page.locator(".home-table")
                                .first()
                                .locator("tbody tr")
                                .count())
                        .isEqualTo(90);
                page.locator(".home-table summary").first().click();
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(TestStack.root()
                                .resolve(Path.of(
                                        "platform-core/server/target/pictures",
                                        phone ? "home-phone.png" : "home-desk.png"))));
                page.locator(".home-todo a").first().click();
                assertThat(page.url()).contains("/orders?view=");
                assertThat(window.complaints()).isEmpty();
            }
        }
    }
}
