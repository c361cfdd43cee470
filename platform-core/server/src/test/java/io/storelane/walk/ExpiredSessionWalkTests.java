package io.storelane.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A session ends while somebody types: what was typed is there after the next login, for the same person only. */
class ExpiredSessionWalkTests extends ServerTests {

    private final Stage stage;

    @Autowired
    ExpiredSessionWalkTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    private Workspace workspace() {
        return stage.workspace(stage.personWithLogin("Ming Li"), "Lantern Books");
    }

    private static Person at(Workspace workspace, String language) {
        return new Person(workspace.owner().email(), workspace.owner().name(), language);
    }

    private static Locator notice(Page page) {
        return page.locator(".sl-alert-info[role=status]");
    }

    private static String kept(Page page) {
        return String.valueOf(page.evaluate("sessionStorage.getItem('storelane.kept')"));
    }

    @ParameterizedTest
    @CsvSource({"en, It has not been saved yet. Check it and send the form again.", "zh-CN, 这些内容尚未保存，请核对后重新提交。"})
    void aFormOfAPageComesBackAsItWasTyped(String language, String sentence) {
        Workspace workspace = workspace();
        String form = "/w/" + workspace.slug() + "/members/invite";
        try (Person owner = at(workspace, language)) {
            owner.signIn();
            Page page = owner.window().open(form);
            page.fill("input[name=email]", "wei@example.org");
            page.fill("input[name=name]", "Wei 伟 <b>");
            page.locator("select[name=roleId]").selectOption(new SelectOption().setIndex(3));
            String role = page.locator("select[name=roleId]").inputValue();
            owner.loseSession();
            page.click("main form button.btn-primary");
            page.waitForURL(TestStack.get().issuer() + "/**");
            owner.authenticate();

            page.waitForURL("**" + form);
            assertThat(notice(page)).containsText(sentence);
            assertThat(page.locator("input[name=email]")).hasValue("wei@example.org");
            assertThat(page.locator("input[name=name]")).hasValue("Wei 伟 <b>");
            assertThat(page.locator("select[name=roleId]")).hasValue(role);
            assertThat(new AxeBuilder(page)
                            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                            .analyze()
                            .getViolations())
                    .isEmpty();
            assertThat(kept(page)).contains("wei@example.org").doesNotContain("_csrf");

            page.click("main form button.btn-primary");
            page.waitForURL("**/members/invitations*");
            assertThat(kept(page)).isEqualTo("null");
            owner.window().open(form);
            assertThat(notice(page)).hasCount(0);
            assertThat(page.locator("input[name=email]")).hasValue("");
            assertThat(owner.window().complaints()).isEmpty();
        }
        assertThat(Stage.all(
                        "select email from core.invitation where tenant_id = ?",
                        workspace.tenant().value()))
                .containsExactly("wei@example.org");
    }

    @Test
    void aFormInADrawerComesBackInItsDrawer() {
        Workspace workspace = workspace();
        String list = "/w/" + workspace.slug() + "/departments";
        try (Person owner = at(workspace, "en")) {
            owner.signIn();
            Page page = owner.window().open(list);
            page.click("a[data-drawer][href$='/departments/new']");
            page.fill("#drawer input[name=name]", "Night shift 夜班");
            owner.loseSession();
            page.click("#drawer button[type=submit]");
            page.waitForURL(TestStack.get().issuer() + "/**");
            owner.authenticate();

            page.waitForURL("**" + list);
            assertThat(page.locator("#drawer input[name=name]")).hasValue("Night shift 夜班");
            assertThat(page.locator("#drawer .sl-alert-info[role=status]")).isVisible();
            page.click("#drawer button[type=submit]");
            assertThat(page.locator("main")).containsText("Night shift 夜班");
            assertThat(kept(page)).isEqualTo("null");
            assertThat(owner.window().complaints()).isEmpty();
        }
    }

    @Test
    void aScriptThatFindsTheSessionOverKeepsTheFormBehindIt() {
        Workspace workspace = workspace();
        try (Person owner = at(workspace, "en")) {
            owner.signIn();
            Page page = owner.window().open("/workspaces/new");
            page.fill("input[name=name]", "Second shop");
            assertThat(page.locator("input[name=slug]")).hasValue("second-shop");
            owner.loseSession();
            // the address is checked while it is typed
            page.locator("input[name=slug]").press("End");
            page.locator("input[name=slug]").pressSequentially("-two");
            page.waitForURL(TestStack.get().issuer() + "/**");
            owner.authenticate();

            page.waitForURL("**/workspaces/new");
            assertThat(page.locator("input[name=name]")).hasValue("Second shop");
            assertThat(page.locator("input[name=slug]")).hasValue("second-shop-two");
            assertThat(notice(page)).isVisible();
            page.click(".sl-alert-info button");
            assertThat(page.locator("input[name=name]")).hasValue("");
            assertThat(notice(page)).hasCount(0);
            assertThat(kept(page)).isEqualTo("null");
            assertThat(owner.window().complaints()).isEmpty();
        }
    }

    @Test
    void nobodyElseSeesWhatWasTyped() {
        Workspace workspace = workspace();
        var other = stage.personWithLogin("Other");
        stage.join(other, workspace, "administrator", stage.top(workspace));
        String form = "/w/" + workspace.slug() + "/members/invite";
        try (Person owner = at(workspace, "en")) {
            owner.signIn();
            Page page = owner.window().open(form);
            page.fill("input[name=email]", "secret@example.org");
            owner.loseSession();
            page.click("main form button.btn-primary");
            page.waitForURL(TestStack.get().issuer() + "/**");
            page.fill("input[name=username]", other.email());
            page.fill("input[name=password]", TestStack.PASSWORD);
            page.click("[type=submit]");

            page.waitForURL("**" + form);
            assertThat(page.locator("input[name=email]")).hasValue("");
            assertThat(notice(page)).hasCount(0);
            assertThat(kept(page)).isEqualTo("null");
        }
    }

    @Test
    void aFormWhoseProtectionIsTooOldLeadsBackToWhatWasTyped() {
        Workspace workspace = workspace();
        try (Person owner = at(workspace, "en")) {
            owner.signIn();
            Page page = owner.window().open("/account");
            page.fill("input[name=name]", "Ming Li-Wang");
            owner.window().context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("csrf"));
            page.click("main form button.btn-primary");
            assertThat(page.locator(".error-status")).containsText("403");
            page.click(".sl-alert-info a");
            page.waitForURL("**/account");
            assertThat(page.locator("input[name=name]")).hasValue("Ming Li-Wang");
            page.click("main form button.btn-primary");
            assertThat(page.locator(".sl-toast-success")).isVisible();
            assertThat(page.locator("input[name=name]")).hasValue("Ming Li-Wang");
            assertThat(kept(page)).isEqualTo("null");
        }
    }
}
