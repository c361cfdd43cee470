package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * An owner invites a colleague with a warehouse role at one outlet. The colleague comes in through the mail and sees that
 * outlet, and nothing else; once removed, nothing at all.
 */
class InvitationWalkTests extends ServerTests {

    private static final String HOME = "/w/" + TestStack.DEMO_WORKSPACE;

    @Test
    void aColleagueComesInByMailAndSeesOneOutletOnly() {
        String email = "wang.fang-" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "en");
                Person colleague = new Person(email, "Wang Fang 王芳 <b>\uD83D\uDE80</b>", "zh-CN")) {
            owner.signIn();
            owner.window().open(HOME + "/members/invite");
            Page form = owner.page();
            form.fill("input[name=email]", email);
            form.fill("input[name=name]", "Wang Fang 王芳");
            choose(form, "roleId", "仓储经理");
            choose(form, "nodeId", "西湖店");
            form.click("main form button.btn-primary");
            form.waitForURL("**/members/invitations*");

            String invitation = TestStack.get().mail().await(email, Duration.ofSeconds(30)).links().stream()
                    .filter(l -> l.contains("/invite/"))
                    .findFirst()
                    .orElseThrow();
            Page page = colleague.page();
            colleague.window().open(invitation);
            assertThat(page.content()).contains("西湖店", "仓储经理");
            page.click("main a[href*='/signup']");
            page.check("input[name=terms]");
            page.click("button.btn-primary");
            page.waitForURL("**/signup/sent");
            colleague.confirm();
            colleague.window().open(invitation);
            page.click("main a[href*='sign-in']");
            colleague.authenticate();
            page.click("main form button.btn-primary");
            page.waitForURL("**" + HOME + "**");

            assertSeesOneOutletOnly(owner, colleague);

            // the link works once
            assertThat(status(colleague, invitation)).isEqualTo(410);

            remove(owner, email);
            assertThat(status(colleague, HOME)).isEqualTo(404);
            assertThat(owner.window().complaints()).isEmpty();
            assertThat(colleague.window().complaints()).isEmpty();
        }
    }

    private static void assertSeesOneOutletOnly(Person owner, Person colleague) {
        assertThat(text(colleague, "/members")).contains("杨静").doesNotContain("徐涛", "朱琳", "Emma Wilson");
        assertThat(text(colleague, "/organization")).contains("西湖店").doesNotContain("滨江店", "浙江省", "上海市");
        assertThat(text(colleague, "/staff")).contains("杨静").doesNotContain("胡军");
        assertThat(text(colleague, "/audit")).contains("西湖店").doesNotContain("观前街店", "赵磊");
        assertThat(text(colleague, "/palette?q=" + "徐")).doesNotContain("徐涛");
        assertThat(status(colleague, HOME + "/settings")).isEqualTo(403);

        Map<String, Integer> nodes = open(owner, colleague, "/organization", "a.tree-label");
        assertThat(nodes).hasSizeGreaterThan(10).containsEntry("西湖店", 200);
        nodes.remove("西湖店");
        assertThat(nodes.values()).containsOnly(404);
        Map<String, Integer> members = open(owner, colleague, "/members", "a[data-row-link]");
        assertThat(members).containsEntry("杨静", 200).containsEntry("徐涛", 404).containsEntry("林晓 Lin Xiao", 404);
    }

    /** Opens, as the colleague, each link that the owner sees. */
    private static Map<String, Integer> open(Person owner, Person colleague, String list, String links) {
        owner.window().open(HOME + list);
        Map<String, String> hrefs = new LinkedHashMap<>();
        for (Locator link : owner.page().locator(links).all()) {
            hrefs.put(link.textContent().strip(), Objects.requireNonNull(link.getAttribute("href")));
        }
        Map<String, Integer> statuses = new LinkedHashMap<>();
        hrefs.forEach((name, href) -> statuses.put(name, status(colleague, href)));
        return statuses;
    }

    private static void remove(Person owner, String email) {
        owner.window().open(HOME + "/members?q=" + email);
        String href = Objects.requireNonNull(
                owner.page().locator("a[data-row-link]").first().getAttribute("href"));
        owner.window().open(href);
        owner.page().locator("form[action$='/remove'] button").click();
        owner.page()
                .locator(
                        "dialog[open] [data-confirm-ok], dialog[open] button.btn-danger, dialog[open] button.btn-primary")
                .first()
                .click();
        owner.page().waitForURL("**/members*");
    }

    private static String text(Person person, String page) {
        person.window().open(HOME + page);
        Locator main = person.page().locator("main");
        return main.count() > 0 ? main.innerText() : person.page().content();
    }

    private static int status(Person person, String address) {
        Response response = person.page().navigate(address.startsWith("http") ? address : TestStack.APP_URL + address);
        return Objects.requireNonNull(response).status();
    }

    private static void choose(Page form, String select, String text) {
        Object value = form.locator("select[name=" + select + "]")
                .evaluate("(s, t) => [...s.options].find(o => o.text.includes(t)).value", text);
        form.selectOption("select[name=" + select + "]", value.toString());
    }
}
