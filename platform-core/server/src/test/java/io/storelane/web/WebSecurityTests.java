package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.util.HtmlUtils;

/** What the server says to browsers, and what it does not let them do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSecurityTests extends ServerTests {

    /** What only the inside of the server would say. */
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|at io\\.storelane|\\.java:\\d|org\\.(springframework|hibernate|postgresql|apache|thymeleaf)|jakarta\\."
                    + "|SQLSTATE|ERROR: |select .* from |tenant_id|Whitelabel|Tomcat|stack ?trace",
            Pattern.CASE_INSENSITIVE);

    private final Stage stage;
    private final CookieSerializer cookies;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person owner;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace workspace;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Browser signedIn;

    private String base = "";

    @Autowired
    WebSecurityTests(ApplicationContext context, CookieSerializer cookies) {
        stage = new Stage(context);
        this.cookies = cookies;
    }

    @BeforeAll
    void aWorkspace() {
        owner = stage.person("Ming");
        workspace = stage.workspace(owner, "Lantern Books");
        signedIn = stage.browser(owner);
        base = "/w/" + workspace.slug();
    }

    // ---- headers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/signup",
                "/terms",
                "/login/failed",
                "/no-such-page",
                "W",
                "W/members",
                "W/settings",
                "W/nothing"
            })
    void everyPageCarriesTheHeaders(String path) {
        Answer page = signedIn.get(path.replaceFirst("^W", base));
        String policy = page.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'")
                .contains("form-action 'self' " + TestStack.get().keycloakUrl())
                .doesNotContain("unsafe")
                .doesNotContain("*");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(page.header("Permissions-Policy")).contains("camera=(self), microphone=()");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("X-Request-Id")).isNotEmpty();
        assertThat(page.header("Server")).isEmpty();
        assertThat(page.header("X-Powered-By")).isEmpty();
        // plain http: a browser would ignore it, and on a developer's machine it would lock out other servers
        assertThat(page.header("Strict-Transport-Security")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/signup",
                "W",
                "W/members",
                "W/organization",
                "W/settings",
                "W/roles",
                "W/staff",
                "W/audit",
                "W/departments",
                "W/members/invite"
            })
    void noPageNeedsAnExceptionFromThePolicy(String path) {
        String body = signedIn.get(path.replaceFirst("^W", base)).body();
        assertThat(body).doesNotContainPattern("<script(?![^>]*\\ssrc=)[^>]*>");
        assertThat(body).doesNotContainPattern("<style[ >]");
        assertThat(body).doesNotContainPattern("\\s(style|on[a-z]+)=\"");
        assertThat(body).doesNotContainPattern("(href|action|src)=\"javascript:");
        assertThat(body).doesNotContain("??");
    }

    @Test
    void cookiesOfHttpsAreSecureAndBoundToTheHost() {
        var config = new WebProperties("https://shop.example", List.of(), 30);
        assertThat(config.secure()).isTrue();
        assertThat(new WebProperties("http://localhost:8080", List.of(), 30).secure())
                .isFalse();
        var serializer = (DefaultCookieSerializer) cookies;
        var request = new MockHttpServletRequest();
        var response = new MockHttpServletResponse();
        serializer.writeCookieValue(new CookieSerializer.CookieValue(request, response, "value"));
        String line = String.valueOf(response.getHeader("Set-Cookie"));
        assertThat(line)
                .startsWith("session=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain=");
    }

    @Test
    void cookiesAreNotForScriptsOrOtherSites() {
        Browser visitor = new Browser();
        Answer set = visitor.post("/preferences", Map.of("theme", "dark", "language", "zh-CN", "returnTo", "/"));
        for (String name : List.of("theme", "language")) {
            assertThat(set.cookieLine(name)).contains("HttpOnly", "SameSite=Lax", "Path=/");
        }
        Answer login = new Browser().get("/oauth2/authorization/storelane");
        assertThat(login.status()).isEqualTo(302);
        assertThat(login.cookieLine("session")).contains("HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(login.header("Location"))
                .startsWith(TestStack.get().issuer())
                .contains("code_challenge_method=S256", "state=", "nonce=");
    }

    @Test
    void aMadeUpSessionIsNoSession() {
        Browser thief = new Browser()
                .cookie(
                        "session",
                        java.util.Base64.getEncoder()
                                .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(thief.get(base).header("Location")).endsWith("/login");
        assertThat(new Browser().cookie("session", "%%%").get(base).status()).isEqualTo(302);
    }

    // ---- host and address

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost:1", "localhost", "127.0.0.1:PORT", "localhost:PORT.evil.example", ""})
    void aForeignHostIsRefused(String host) throws IOException {
        String answer = raw("GET / HTTP/1.1\r\nHost: " + host.replace("PORT", "" + TestStack.APP_PORT)
                + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).doesNotContain("evil.example");
        assertThat(INSIDE.matcher(answer).find()).as(answer).isFalse();
    }

    @Test
    void ourOwnHostIsServed() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:" + TestStack.APP_PORT + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whoIsNoTrustedProxyCannotChooseItsAddress() throws Exception {
        var guard = new RequestGuard(new WebProperties("http://localhost", List.of("10.0.0.1", "10.0.0.2"), 30));
        assertThat(address(guard, "203.0.113.9", "1.2.3.4")).isEqualTo("203.0.113.9");
        assertThat(address(guard, "10.0.0.1", "1.2.3.4")).isEqualTo("1.2.3.4");
        // what stands before the first address that a trusted proxy saw was written by the client
        assertThat(address(guard, "10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.2")).isEqualTo("1.2.3.4");
        assertThat(address(guard, "10.0.0.1", "1.2.3.4, <script>")).isEqualTo("10.0.0.1");
    }

    private static String address(RequestGuard guard, String peer, String forwarded) throws Exception {
        var request = new MockHttpServletRequest("GET", "/");
        request.addHeader("Host", "localhost");
        request.setRemoteAddr(peer);
        request.addHeader("X-Forwarded-For", forwarded);
        guard.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        return String.valueOf(request.getAttribute(RequestGuard.CLIENT_IP));
    }

    @Test
    void forwardedHostAndProtocolAreNotBelieved() {
        Answer login = new Browser()
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example")
                .get(base);
        assertThat(login.header("Location")).doesNotContain("evil.example");
        assertThat(login.header("Strict-Transport-Security")).isEmpty();
    }

    // ---- forms

    @Test
    void aFormWithoutItsProtectionIsRefusedByAFriendlyPage() {
        for (String path : List.of(
                "/preferences", "/signup", "/account", "/workspaces/new", base + "/members/invite", "/logout")) {
            Answer answer = signedIn.postUnprotected(path, Map.of("name", "stolen", "language", "en"));
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertFriendly(answer);
        }
        assertThat(signedIn.get("/account").body()).doesNotContain("stolen");
    }

    @Test
    void theTokenOfAPageIsAccepted() {
        Answer page = signedIn.get("/account");
        Matcher hidden =
                Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
        assertThat(hidden.find()).isTrue();
        Map<String, String> form = Map.of("name", "Ming", "_csrf", hidden.group(1));
        assertThat(signedIn.postUnprotected("/account", form).status()).isEqualTo(302);
        Map<String, String> other = Map.of("name", "Ming", "_csrf", hidden.group(1));
        assertThat(stage.browser(owner).postUnprotected("/account", other).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "\\\\evil.example",
                "/%09/evil.example\t",
                "/\t/evil.example",
                "javascript:alert(1)",
                "evil.example",
                "",
                "/\r\nLocation: https://evil.example",
                "///evil.example",
                "http:evil.example",
                "/ /evil.example"
            })
    void returningLeadsNowhereElse(String target) {
        Answer answer = new Browser().post("/preferences", Map.of("language", "en", "returnTo", target));
        assertThat(answer.status()).isEqualTo(302);
        URI location = URI.create(TestStack.APP_URL + "/").resolve(answer.header("Location"));
        assertThat(location.getAuthority()).isEqualTo("localhost:" + TestStack.APP_PORT);
        assertThat(answer.header("Location")).doesNotStartWith("//").doesNotContain("\\");
    }

    @Test
    void returningLeadsBackHere() {
        Answer answer = new Browser().post("/preferences", Map.of("language", "en", "returnTo", "/signup?x=1"));
        assertThat(answer.header("Location")).endsWith("/signup?x=1");
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource({
        "GET,    /no-such-page,            404",
        "GET,    W/no-such-page,           404",
        "GET,    /w/no-such-workspace,     404",
        "GET,    W/organization/not-an-id, 404",
        "GET,    W/members/0000,           404",
        "GET,    W/roles/%00,              400",
        "GET,    /w/..%2f..%2fetc,         400",
        "GET,    W//members,               400",
        "GET,    W/members;x=1,            400",
        "GET,    W/members?after=-1,       200",
        "GET,    W/members?after=x,        400",
        "GET,    W/staff?after=-1,         200",
        "GET,    W/organization?view=list&after=-5, 200",
        "GET,    W/members?sort=drop,      200",
        "GET,    W/members?q=%00,          400",
        "GET,    W/staff?q=%00,            400",
        "GET,    W/organization?q=%00&view=list, 400",
        "GET,    W/palette?q=%00,          400",
        "GET,    W/audit?after=x,          404",
        "GET,    W/audit?from=99999-99-99, 200",
        "DELETE, /account,                 405",
        "PUT,    W/members,                405",
        "POST,   W/settings/logo/delete/x, 404",
        "TRACE,  /,                        405",
    })
    void noErrorTellsOfTheInside(String method, String path, int status) {
        String where = path.replaceFirst("^W", base);
        Answer answer = method.equals("GET") ? signedIn.get(where) : signedIn.send(method, where);
        if (path.contains("%00") || path.contains("after=x") || path.contains("99999")) {
            // refused or read as nothing, as the page likes
            assertThat(answer.status()).as(path).isIn(200, 400, 404, 422);
        } else {
            assertThat(answer.status()).as(path).isEqualTo(status);
        }
        assertThat(INSIDE.matcher(answer.body()).find() && answer.status() >= 400)
                .as(answer.body())
                .isFalse();
    }

    @Test
    void aTextThatNoDatabaseCanHoldIsRefused() {
        Answer answer = signedIn.post("/account", Map.of("name", "nul\u0000char"));
        assertThat(answer.status()).isIn(302, 400, 422);
        assertThat(INSIDE.matcher(answer.body()).find()).isFalse();
        Answer invite = signedIn.post(
                base + "/organization/new",
                Map.of("name", "a\u0000b", "parentId", stage.top(workspace).toString()));
        assertThat(invite.status()).isIn(302, 400, 422);
        Answer slug = signedIn.get("/workspaces/slug?slug=a%00b");
        assertThat(slug.status()).isIn(200, 400);
    }

    @Test
    void uploadsAreMeasuredAndLookedInto() {
        Answer tooLarge =
                signedIn.upload(base + "/settings/logo", "logo", "logo.png", "image/png", new byte[11_000_000]);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.header("Content-Type")).startsWith("text/html");
        assertThat(INSIDE.matcher(tooLarge.body()).find()).isFalse();
        Answer largerThanALogo =
                signedIn.upload(base + "/settings/logo", "logo", "logo.png", "image/png", new byte[2_500_000]);
        assertThat(largerThanALogo.status()).isEqualTo(302);
        byte[] page = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);
        Answer mislabelled = signedIn.upload(base + "/settings/logo", "logo", "logo.png", "image/png", page);
        assertThat(mislabelled.status()).isEqualTo(302);
        assertThat(Stage.all(
                        "select id from core.file where tenant_id = ?",
                        workspace.tenant().value()))
                .isEmpty();
        byte[] svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
                .getBytes(StandardCharsets.UTF_8);
        signedIn.upload(base + "/settings/logo", "logo", "logo.svg", "image/svg+xml", svg);
        assertThat(Stage.all(
                        "select id from core.file where tenant_id = ?",
                        workspace.tenant().value()))
                .isEmpty();
    }

    @Test
    void aFormOfTheWrongTypeIsRefused() {
        Answer json = signedIn.postRaw(base + "/settings/logo", "{\"logo\": 1}", "application/json", true);
        assertThat(json.status()).isIn(400, 415);
        assertThat(INSIDE.matcher(json.body()).find()).isFalse();
        Answer text = signedIn.postRaw("/account", "name=x", "text/plain", true);
        assertThat(text.status()).isIn(400, 415, 422);
        assertThat(INSIDE.matcher(text.body()).find()).isFalse();
    }

    @Test
    void programsGetAProblemDocument() {
        Answer missing = jsonBrowser().get(base + "/organization/" + UUID.randomUUID());
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("Content-Type")).startsWith("application/problem+json");
        assertThat(missing.body())
                .contains("\"type\":\"https://storelane.io/problems/organization/node-not-found\"")
                .contains("\"status\":404")
                .contains("\"title\":\"Not Found\"")
                .contains("\"instance\":\"urn:uuid:" + missing.header("X-Request-Id"));
        Answer refused = jsonBrowser().postUnprotected("/account", Map.of("name", "x"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        Answer nothing = jsonBrowser().get("/no-such-page");
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.header("Content-Type")).startsWith("application/problem+json");
    }

    private Browser jsonBrowser() {
        return stage.browser(owner).header("Accept", "application/json");
    }

    private static void assertFriendly(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains("request-id").contains(answer.header("X-Request-Id"));
        assertThat(INSIDE.matcher(answer.body()).find()).as(answer.body()).isFalse();
    }

    // ---- texts

    @ParameterizedTest
    @ValueSource(
            strings = {
                "🏮 灯笼 👩‍👩‍👧‍👦",
                "שלום \u202Eעולם",
                "مرحبا",
                "<b>bold</b><script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "'; drop table core.role; --",
                "${7*7} #{7*7} *{7*7} __${7*7}__ [[${7*7}]]",
                "O'Neill & Söhne \\ %s {0}",
                "LONG"
            })
    void namesComeBackAsTheyWereTyped(String typed) {
        String name = typed.equals("LONG") ? "长".repeat(200) : typed;
        assertThat(signedIn.post("/account", Map.of("name", name)).status()).isEqualTo(302);
        String escaped = name.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
        Answer account = signedIn.get("/account");
        assertThat(account.status()).isEqualTo(200);
        Matcher field = Pattern.compile("<input[^>]*name=\"name\"[^>]*>").matcher(account.body());
        assertThat(field.find()).isTrue();
        Matcher value = Pattern.compile("value=\"([^\"]*)\"").matcher(field.group());
        assertThat(value.find()).isTrue();
        assertThat(HtmlUtils.htmlUnescape(value.group(1))).isEqualTo(name);
        assertThat(value.group(1)).doesNotContain("<").doesNotContain("'");
        UUID node = stage.node(workspace, stage.top(workspace), name);
        for (String page : List.of(
                base,
                base + "/organization",
                base + "/organization/" + node,
                base + "/members",
                base + "/audit",
                base + "/staff/new")) {
            Answer answer = signedIn.get(page);
            assertThat(answer.status()).as(page).isEqualTo(200);
            assertThat(answer.body())
                    .doesNotContain("<script>alert(1)")
                    .doesNotContain("<img src=x")
                    .doesNotContain("49 49");
        }
        assertThat(signedIn.get(base + "/organization/" + node).body()).contains(escaped);
    }

    @Test
    void nothingThatStartsAFormulaLeavesInAFile() {
        Workspace other = stage.workspace(stage.person("=cmd|' /C calc'!A0"), "Formulas");
        stage.node(other, stage.top(other), "@SUM(1+1)*cmd");
        Browser browser = stage.browser(other.owner());
        for (String file : List.of("/members/export", "/organization/export")) {
            Answer answer = browser.get("/w/" + other.slug() + file);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Disposition")).startsWith("attachment");
            assertThat(answer.body()).doesNotContainPattern("(^|,|\\n|\")[=@+]");
        }
    }

    // ---- sign-up

    @Test
    void knownAndUnknownAddressesGetTheSameAnswer() {
        Answer known = signUp(owner.email(), "Somebody");
        Answer unknown = signUp("nobody-" + Stage.tail() + "@example.org", "Somebody");
        assertThat(known.status()).isEqualTo(302).isEqualTo(unknown.status());
        assertThat(known.header("Location")).isEqualTo(unknown.header("Location"));
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(known.response().headers().map().keySet())
                .isEqualTo(unknown.response().headers().map().keySet());
    }

    @Test
    void aSignUpIsChecked() {
        assertThat(signUp("a" + Stage.tail() + "@example.org", "n".repeat(201)).status())
                .isEqualTo(422);
        assertThat(signUp("not an address", "Name").status()).isEqualTo(422);
        assertThat(signUp("a".repeat(200) + "@example.org", "Name").status()).isEqualTo(422);
        assertThat(signUp("a" + Stage.tail() + "@example.org", " ").status()).isEqualTo(422);
        Answer again = signUp("a" + Stage.tail() + "@example.org", "<script>alert(1)</script>".repeat(20));
        assertThat(again.body()).doesNotContain("<script>alert").contains("&lt;script&gt;");
        assertThat(Stage.all("select id from platform.sign_up where length(name) > 200"))
                .isEmpty();
    }

    private static Answer signUp(String email, String name) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("email", email);
        form.put("name", name);
        form.put("terms", "true");
        return new Browser().post("/signup", form);
    }

    @Test
    void theProviderRegistersNobodyByItself() throws Exception {
        String issuer = TestStack.get().issuer();
        String query = "?client_id=storelane&response_type=code&scope=openid&redirect_uri=" + TestStack.APP_URL
                + "/login/oauth2/code/storelane&code_challenge_method=S256&code_challenge=" + "A".repeat(43);
        HttpResponse<String> answer = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/registrations" + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain("kc-register-form").doesNotContain("name=\"password-confirm\"");
        assertThat(answer.statusCode()).isBetween(400, 499);
    }

    // ---- operations

    @ParameterizedTest
    @CsvSource({
        "/actuator/health/liveness,  */*",
        "/actuator/health/readiness, */*",
        "/actuator/health,           */*",
        "/actuator/health,           text/html",
        "/actuator/health,           application/json",
        "/actuator/health/readiness, text/plain"
    })
    void probesLearnUpOrDownAndNoMore(String path, String accept) {
        Answer answer = new Browser().header("Accept", accept).get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("UP").doesNotContain("components").doesNotContain("details");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "beans",
                "heapdump",
                "configprops",
                "loggers",
                "mappings",
                "threaddump",
                "shutdown",
                "info",
                "httpexchanges",
                "sessions"
            })
    void nothingElseOfTheInsideIsServed(String endpoint) {
        assertThat(signedIn.get("/actuator/" + endpoint).status()).isEqualTo(404);
        assertThat(new Browser().get("/actuator/" + endpoint).status()).isIn(302, 404);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", TestStack.APP_PORT)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the container refuses by itself: no page of its own, whatever is wrong. */
    @ParameterizedTest
    @CsvSource({
        "/api/v1/products/by%2Fsku, '',        application/problem+json",
        "/api/v1/products/a%25b,    '',        application/problem+json",
        "/api/v1/products/a%3Bb,    '',        application/problem+json",
        "/api/v1/products,          X: LONG,   application/problem+json",
        "/api/v1/products,          X(: a,     application/problem+json",
        "/w/lantern%2Fbooks,        '',        text/html",
        "/,                         X: LONG,   text/html",
        "/LONG,                     '',        text/html"
    })
    void whatTheContainerRefusesIsSaidInOurWords(String path, String header, String type) throws IOException {
        for (String language : new String[] {"en", "zh-CN"}) {
            String answer = raw("GET " + path.replace("LONG", "x".repeat(17_000)) + " HTTP/1.1\r\nHost: localhost:"
                    + TestStack.APP_PORT + "\r\nAccept-Language: " + language + "\r\n"
                    + (header.isEmpty() ? "" : header.replace("LONG", "x".repeat(17_000)) + "\r\n")
                    + "Connection: close\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .contains("Content-Type: " + type, "X-Request-Id: ")
                    .doesNotContain("Server: ");
            boolean chinese = language.startsWith("zh") && !path.contains("LONG");
            assertThat(answer)
                    .contains(
                            type.startsWith("text")
                                    ? chinese ? "无法理解这个请求" : "We did not understand this request"
                                    : chinese ? "无法读取该请求" : "The request cannot be read");
            assertThat(INSIDE.matcher(answer).find()).as(answer).isFalse();
        }
    }
}
