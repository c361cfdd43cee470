package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger signs up, confirms the address, names a workspace and stands on its home page. */
class SignUpWalkTests extends ServerTests {

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void aStrangerSignsUpAndStandsInAWorkspace(String language) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        try (Person owner = new Person("owner-" + mark + "@example.com", "林晓 Lin", language)) {
            owner.signUp();
            shot(owner, "confirmed-" + language);
            owner.signIn();
            shot(owner, "new-workspace-" + language);
            owner.createWorkspace(language.equals("en") ? "Hill Coffee" : "山丘咖啡", "hill-" + mark);
            assertThat(owner.page().locator("h1").textContent()).isEqualTo(language.equals("en") ? "Home" : "首页");
            shot(owner, "home-" + language);
            for (String page :
                    new String[] {"members", "organization", "staff", "departments", "roles", "audit", "settings"}) {
                owner.window().open("/w/hill-" + mark + "/" + page);
                shot(owner, page + "-" + language);
                assertThat(owner.page().content()).doesNotContain("??");
            }
            assertThat(owner.window().complaints()).isEmpty();
        }
    }

    private static void shot(Person person, String name) {
        person.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(TestStack.root()
                                .resolve(Path.of("platform-core/server/target/pictures", name + ".png"))));
    }
}
