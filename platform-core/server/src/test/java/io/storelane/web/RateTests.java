package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.storelane.identity.Housekeeping;
import io.storelane.identity.TestSessions;
import io.storelane.problem.ProblemException;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Browsers;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.session.web.http.CookieSerializer;

/** Nobody takes more than a share: not an address of a public form, not a workspace of its neighbours. */
class RateTests extends ServerTests {

    private static final int MINUTE = 60;

    private final ApplicationContext context;
    private final Stage stage;
    private final RateLimits limits;
    private final RateProperties rate;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> shared;
    private final Housekeeping housekeeping;
    private final CookieSerializer cookies;

    @Autowired
    RateTests(
            ApplicationContext context,
            RateLimits limits,
            RateProperties rate,
            PostgreSQLSelectForUpdateBasedProxyManager<String> shared,
            Housekeeping housekeeping,
            CookieSerializer cookies) {
        this.context = context;
        this.stage = new Stage(context);
        this.limits = limits;
        this.rate = rate;
        this.shared = shared;
        this.housekeeping = housekeeping;
        this.cookies = cookies;
    }

    // ---- public forms

    @Test
    void twoServersCountOneAddressTogether() {
        RateLimits one = server();
        RateLimits two = server();
        HttpServletRequest request = from("203.0.113.9");
        String form = form();
        one.take(request, form, 4);
        two.take(request, form, 4);
        one.take(request, form, 4);
        two.take(request, form, 4);
        for (RateLimits server : List.of(one, two, server())) {
            assertThatThrownBy(() -> server.take(request, form, 4))
                    .asInstanceOf(type(ProblemException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RateLimits.RateProblem.TOO_MANY))
                    // a quarter of an hour for each of four
                    .satisfies(e -> assertThat(e.retryAfter().orElseThrow())
                            .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(15)));
        }
        two.take(from("203.0.113.10"), form, 4);
        two.take(request, form(), 4);
    }

    @Test
    void anAddressThatIsRefusedAlreadyDoesNotReachTheDatabase() {
        RateLimits server = server();
        HttpServletRequest request = from("203.0.113.9");
        String form = form();
        server.take(request, form, 1);
        assertThat(Stage.all("delete from infra.rate_bucket where id like ?", form + "|%"))
                .containsExactly(1L);
        assertThatThrownBy(() -> server.take(request, form, 1)).isInstanceOf(ProblemException.class);
        assertThat(Stage.all("select id from infra.rate_bucket where id like ?", form + "|%"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9, true",
        "203.0.113.9, 203.0.113.10, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::7, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    })
    void aLimitIsNotDodgedByAHeaderOrAnotherAddressOfTheSameNetwork(String first, String second, boolean isSame) {
        RateLimits server = server();
        String form = form();
        server.take(from(first), form, 1);
        MockHttpServletRequest again = from(second);
        again.addHeader("X-Forwarded-For", "1.2.3.4");
        if (isSame) {
            assertThatThrownBy(() -> server.take(again, form, 1)).isInstanceOf(ProblemException.class);
        } else {
            server.take(again, form, 1);
        }
    }

    @Test
    void theSignUpFormIsCountedInTheDatabase() {
        Stage.all("delete from infra.rate_bucket where id like 'signup|%'");
        Answer answer =
                new Browser().post("/signup", Map.of("email", "not an address", "name", "Ming", "terms", "true"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Stage.all("select id from infra.rate_bucket where id like 'signup|%' and state is not null"))
                .hasSize(1);
    }

    @Test
    void housekeepingForgetsWhatIsOver() {
        String form = form();
        limits.take(from("203.0.113.9"), form, 4);
        limits.take(from("203.0.113.10"), form, 4);
        Stage.all("insert into infra.rate_bucket (id) values (?)", form + "|died before it was counted");
        Stage.all("update infra.rate_bucket set expires_at = 1 where id = ?", form + "|4|203.0.113.9");
        housekeeping.run();
        assertThat(Stage.all("select id from infra.rate_bucket where id like ? order by id", form + "|%"))
                .containsExactly(form + "|4|203.0.113.10", form + "|died before it was counted");
        Stage.all(
                "update infra.rate_bucket set expires_at = expires_at - 4000000 where id = ?",
                form + "|died before it was counted");
        housekeeping.run();
        assertThat(Stage.all("select id from infra.rate_bucket where id like ?", form + "|%"))
                .containsExactly(form + "|4|203.0.113.10");
    }

    // ---- workspaces

    @Test
    void aWorkspaceHasItsBurstAndThenItsRate() {
        var clock = new SetClock();
        var server = new RateLimits(shared, cookies, new RateProperties(2, 5), clock);
        Visitor.Place here = place("here");
        MockHttpServletRequest person = session("one", "here");
        server.admitted(person, here);
        for (int i = 1; i < 5; i++) {
            server.take(person);
        }
        assertThatThrownBy(() -> server.take(person))
                .asInstanceOf(type(ProblemException.class))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(500)));
        clock.now = clock.now.plusSeconds(1);
        server.take(person);
        server.take(person);
        assertThatThrownBy(() -> server.take(person)).isInstanceOf(ProblemException.class);

        MockHttpServletRequest colleague = session("two", "here");
        server.admitted(colleague, here);
        assertThatThrownBy(() -> server.take(colleague)).isInstanceOf(ProblemException.class);

        server.admitted(session("one", "there"), place("there"));
        server.take(session("one", "there"));
    }

    @Test
    void countingARequestCostsNextToNothing() {
        MockHttpServletRequest person = session("one", "here");
        var server = new RateLimits(shared, cookies, new RateProperties(1_000_000, 1_000_000), Clock.systemUTC());
        server.admitted(person, place("here"));
        long start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            server.take(person);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start).dividedBy(100_000))
                .isLessThan(Duration.ofNanos(50_000));
    }

    @Test
    void whoIsNoMemberUsesUpNothing() {
        Workspace workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        Browser stranger = stage.browser(stage.person("Stranger"));
        Browser nobody = new Browser();
        for (int i = 0; i < 5; i++) {
            assertThat(stranger.get(path(workspace)).status()).isEqualTo(404);
            assertThat(nobody.get(path(workspace)).status()).isEqualTo(302);
        }
        assertThat(left(workspace)).isEqualTo(rate.tenantBurst());
        Browser owner = stage.browser(workspace.owner());
        for (int i = 0; i < 20; i++) {
            assertThat(owner.get(path(workspace) + "/palette?q=a").status()).isEqualTo(200);
        }
        // some may have come back meanwhile
        assertThat(left(workspace)).isBetween(rate.tenantBurst() - 20L, rate.tenantBurst() - 5L);
    }

    @Test
    void aWorkspaceOverItsRateIsRefusedAndItsNeighbourIsNot() {
        Person ming = stage.person("Ming");
        Workspace busy = stage.workspace(ming, "Busy Books");
        Workspace calm = stage.workspace(ming, "Calm Coffee");
        Person colleague = stage.member(busy, "Li", "administrator", stage.top(busy));
        Browser browser = stage.browser(ming);
        Browser other = stage.browser(colleague);
        assertThat(browser.get(path(busy)).status()).isEqualTo(200);
        assertThat(other.get(path(busy)).status()).isEqualTo(200);
        owe(busy, MINUTE);

        for (String page : List.of("", "/members", "/nothing")) {
            Answer answer = browser.get(path(busy) + page);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(MINUTE - 15, MINUTE + 1);
        }
        assertThat(browser.post(path(busy) + "/settings", Map.of("name", "Changed"))
                        .status())
                .isEqualTo(429);
        assertThat(other.get(path(busy)).status()).isEqualTo(429);
        assertThat(browser.get(path(calm)).status()).isEqualTo(200);
        assertThat(browser.get("/start").status()).isIn(200, 302);

        limits.tenant(busy.tenant().value()).reset();
        assertThat(browser.get(path(busy)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "en, This workspace sends more requests than it may",
        "zh-CN, 此工作区的请求过于频繁",
    })
    void theRefusalIsInTheLanguageOfTheReader(String language, String sentence) {
        Workspace workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        Browser browser = stage.browser(workspace.owner()).cookie("language", language);
        browser.get(path(workspace));
        owe(workspace, MINUTE);
        Answer page = browser.get(path(workspace));
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.body())
                .contains(sentence, "<html", "lang=\"" + language + "\"")
                .doesNotContain("??");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("X-Request-Id")).isNotEmpty();
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(page.body()).doesNotContain("href=\"/login\"");

        Answer document = browser.header("Accept", "application/json").get(path(workspace));
        assertThat(document.status()).isEqualTo(429);
        assertThat(document.header("Content-Type")).startsWith("application/problem+json");
        assertThat(document.header("Retry-After")).isNotEmpty();
        assertThat(document.body()).contains("\"https://storelane.io/problems/rate/busy\"", sentence, "\"status\":429");
    }

    @Test
    void aPartOfAPageThatIsRefusedIsToldInAToastAndThePageStays() {
        Workspace workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        Person owner = workspace.owner();
        String session = TestSessions.open(context, owner.id(), owner.subject(), owner.email(), owner.name());
        for (String language : List.of("en", "zh-CN")) {
            limits.tenant(workspace.tenant().value()).reset();
            try (Browsers.Window window = Browsers.desktop(language)) {
                window.context()
                        .addCookies(
                                List.of(new Cookie("session", TestSessions.cookie(session)).setUrl(TestStack.APP_URL)));
                Page page = window.open(path(workspace) + "/members");
                owe(workspace, MINUTE);
                page.locator("[data-search]").pressSequentially("ming");
                Locator toast = page.locator(".sl-toast-danger").first();
                toast.waitFor();
                assertThat(toast.innerText())
                        .contains(language.equals("en") ? "Too many requests. Wait a moment" : "请求过于频繁，请稍候再试");
                assertThat(page.locator("[data-search]").inputValue()).isEqualTo("ming");

                picture(page, "429-toast-" + language);
                window.open(path(workspace));
                picture(page, "429-" + language);
                assertThat(new AxeBuilder(page)
                                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                                .analyze()
                                .getViolations())
                        .isEmpty();
            }
        }
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures", name + ".png"))));
    }

    /** Has the workspace send as much as its rate gives back in so many seconds. */
    private void owe(Workspace workspace, int seconds) {
        var bucket = limits.tenant(workspace.tenant().value());
        bucket.reset();
        bucket.consumeIgnoringRateLimits(rate.tenantBurst() + (long) rate.tenantPerSecond() * seconds);
    }

    private long left(Workspace workspace) {
        return limits.tenant(workspace.tenant().value()).getAvailableTokens();
    }

    private static String path(Workspace workspace) {
        return "/w/" + workspace.slug();
    }

    /** A server that has just started and shares the database only. */
    private RateLimits server() {
        return new RateLimits(shared, cookies, new RateProperties(50, 200), Clock.systemUTC());
    }

    private static String form() {
        return "form-" + Stage.tail();
    }

    private static Visitor.Place place(String slug) {
        return new Visitor.Place(UUID.randomUUID(), slug, slug, "active");
    }

    private static MockHttpServletRequest from(String address) {
        var request = new MockHttpServletRequest();
        request.setAttribute(RequestGuard.CLIENT_IP, address);
        return request;
    }

    private static MockHttpServletRequest session(String id, String slug) {
        var request = new MockHttpServletRequest("GET", "/w/" + slug);
        request.setCookies(new jakarta.servlet.http.Cookie("session", TestSessions.cookie(id)));
        return request;
    }

    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
