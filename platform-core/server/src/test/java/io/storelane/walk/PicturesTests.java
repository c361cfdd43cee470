package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.storelane.support.Browsers;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Takes the pictures of the README: into the build folder, or into {@code docs/images} with {@code -Dstorelane.pictures=docs/images}. */
class PicturesTests extends ServerTests {

    @Test
    void takesThePicturesOfTheReadme() throws Exception {
        Path folder = TestStack.root()
                .resolve(System.getProperty("storelane.pictures", "platform-core/server/target/pictures/readme"));
        Files.createDirectories(folder);
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "zh-CN")) {
            owner.signIn();
            String state = owner.window().context().storageState();
            take(folder, "home-zh", state, "zh-CN", "light", false, "");
            take(folder, "organization-zh", state, "zh-CN", "light", false, "/organization");
            take(folder, "fulfilment-zh", state, "zh-CN", "light", false, "/fulfilments");
            take(folder, "return-en", state, "en", "light", false, one("/returns/", "core.rma", "inspected"));
            take(folder, "home-dark-en", state, "en", "dark", false, "?period=90");
            take(folder, "phone-zh", state, "zh-CN", "light", true, "");
            take(folder, "phone-work-en", state, "en", "dark", true, "/work");
            take(folder, "phone-work-zh", state, "zh-CN", "light", true, one("/work/", "core.fulfilment", "picking"));
        }
        assertThat(folder.resolve("phone-zh.png")).isNotEmptyFile();
    }

    private static String one(String path, String table, String state) {
        return path
                + Stage.<Object>one(
                        "select f.id from " + table
                                + " f join platform.tenant t on t.id = f.tenant_id where t.slug = ? and f.state = ?",
                        TestStack.DEMO_WORKSPACE,
                        state);
    }

    private static void take(
            Path folder, String name, String state, String language, String theme, boolean phone, String page) {
        try (Browsers.Window window =
                Browsers.signedIn(state, language, theme, phone ? 390 : 1440, phone ? 844 : 900)) {
            window.open("/w/" + TestStack.DEMO_WORKSPACE + page);
            window.page().screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
        }
    }
}
