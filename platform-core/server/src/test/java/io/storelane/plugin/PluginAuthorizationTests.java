package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** People allow plugins something in another system, which sends them back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginAuthorizationTests extends ServerTests {

    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;
    private final Other other = new Other();

    @Autowired
    PluginAuthorizationTests(ApplicationContext context) throws IOException {
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.mirror("1.0.0").installAnew();
        ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
        other.close();
    }

    /** A small authorization server: gives codes, and tokens to whoever knows the verifier. */
    private static final class Other implements AutoCloseable {

        private final HttpServer server;
        private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();
        private volatile String kind = "good";

        Other() throws IOException {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/authorize", this::authorize);
            server.createContext("/token", this::token);
            server.start();
        }

        private static Map<String, String> values(String query) {
            return Arrays.stream(query.split("&", -1))
                    .map(part -> part.split("=", 2))
                    .collect(Collectors.toMap(
                            part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
        }

        private static String value(Map<String, String> values, String name) {
            return Objects.requireNonNull(values.get(name), name);
        }

        private void authorize(HttpExchange exchange) throws IOException {
            Map<String, String> query = values(exchange.getRequestURI().getRawQuery());
            String code = kind + UUID.randomUUID();
            asked.put(code, query);
            String answer = kind.equals("denied") ? "error=access_denied" : "code=" + code;
            exchange.getResponseHeaders()
                    .add("Location", value(query, "redirect_uri") + "?" + answer + "&state=" + value(query, "state"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        }

        private void token(HttpExchange exchange) throws IOException {
            Map<String, String> form =
                    values(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Map<String, String> query = Objects.requireNonNull(asked.remove(value(form, "code")));
            boolean fits = challenge(value(form, "code_verifier")).equals(value(query, "code_challenge"))
                    && value(form, "redirect_uri").equals(value(query, "redirect_uri"));
            exchange.sendResponseHeaders(fits ? 200 : 400, -1);
            exchange.close();
        }

        private static String challenge(String verifier) {
            try {
                return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        String address() {
            return "http://localhost:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins, and lets the other system answer. @return the path that it sends the person back to */
    private String answered(String kind) {
        other.kind = kind;
        var begun = ming.post(
                "/w/" + shop.slug() + "/p/mirror/connect", Map.of("endpoint", other.address() + "/authorize?a=1"));
        assertThat(begun.status()).as(begun.body()).isEqualTo(302);
        String back = send(HttpRequest.newBuilder(URI.create(begun.header("Location"))))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(back).startsWith(TestStack.APP_URL + "/oauth/mirror/callback?");
        return back.substring(TestStack.APP_URL.length());
    }

    @Test
    void whatIsGrantedReachesThePluginOnce() {
        String all = "select count(*) from platform.plugin_authorization";
        long before = Stage.one(all);
        String back = answered("good");
        var done = ming.get(back);
        assertThat(done.header("Location")).endsWith("/w/" + shop.slug() + "/p/mirror/connected");
        String[] grant =
                ming.get("/w/" + shop.slug() + "/p/mirror/connected").body().split(" ", -1);
        assertThat(grant[0]).startsWith("good");
        // the other system gives a token to whoever shows this verifier
        HttpResponse<String> token = send(HttpRequest.newBuilder(URI.create(other.address() + "/token"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "code=" + grant[0] + "&code_verifier=" + grant[1] + "&redirect_uri=" + grant[2])));
        assertThat(token.statusCode()).isEqualTo(200);
        var again = ming.get(back);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.body()).contains("used already");
        assertThat(ming.header("Accept-Language", "zh-CN").get(back).body()).contains("已使用");
        ming.header("Accept-Language", "en");
        assertThat(Stage.<Long>one(all)).as("nothing of it stays").isEqualTo(before);
    }

    @Test
    void itHoldsForThePersonWhoBeganIt() {
        Browser ada = stage.browser(stage.member(shop, "Ada", "administrator", stage.top(shop)));
        String back = answered("good");
        assertThat(ada.get(back).status()).isEqualTo(404);
        assertThat(ming.get(back).status()).as("it is spent").isEqualTo(404);
        assertThat(new Browser().get(answered("good")).header("Location")).contains("/login");
    }

    @Test
    void itHoldsForThePluginAndForTenMinutes() {
        assertThat(ming.get(answered("good").replace("/mirror/", "/loyalty/")).status())
                .isEqualTo(404);
        String late = answered("good");
        Stage.all("update platform.plugin_authorization set expires_at = now()");
        var refused = ming.get(late);
        assertThat(refused.status()).isBetween(400, 499);
        assertThat(refused.body()).contains("10 minutes");
        assertThat(ming.get("/oauth/mirror/callback").status()).isEqualTo(404);
        assertThat(ming.get("/oauth/mirror/callback?code=x&state=" + "A".repeat(43))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsNotGrantedIsToldInPlainWords() {
        assertThat(ming.get(answered("denied")).body()).contains("access_denied");
        var failed = ming.get(answered("bad"));
        assertThat(failed.status()).isBetween(400, 599);
        assertThat(failed.body()).contains("begin again").doesNotContain("does not take it");
    }

    @Test
    void whatTheServerSetsIsNotSetByThePlugin() {
        String page = "/w/" + shop.slug() + "/p/mirror/connect";
        assertThat(ming.post(page, Map.of("endpoint", "https://shop.example/a", "name", "state"))
                        .body())
                .isEqualTo("state is set by the server.");
        assertThat(ming.post(page, Map.of("endpoint", "http://shop.example/a")).body())
                .startsWith("endpoint is an https address");
    }
}
