package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.storelane.StorelaneServer;
import io.storelane.support.Browser;
import io.storelane.support.Browsers;
import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A server that people reach by https, with a low limit for its public form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTests {

    private static final int SIGN_UPS = 3;
    private static final String KEY_PASSWORD = "changeit";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ConfigurableApplicationContext server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        KEY_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        client = HttpClient.newBuilder()
                .sslContext(trusting(keys))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        Map<String, String> settings = new TreeMap<>(ServerTests.settings(TestStack.TLS_URL));
        settings.put("server.port", String.valueOf(TestStack.TLS_PORT));
        settings.put("server.ssl.key-store", keys.toString());
        settings.put("server.ssl.key-store-password", KEY_PASSWORD);
        settings.put("storelane.web.sign-ups-per-address", String.valueOf(SIGN_UPS));
        server = new SpringApplicationBuilder(StorelaneServer.class)
                .profiles("local")
                .run(settings.entrySet().stream()
                        .map(s -> "--" + s.getKey() + "=" + s.getValue())
                        .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    private static SSLContext trusting(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, KEY_PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(TestStack.TLS_URL + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void everyCookieIsForThisHostAndForTlsOnly() throws Exception {
        HttpResponse<String> form = get("/signup");
        HttpResponse<String> login = get("/oauth2/authorization/storelane");
        assertThat(login.statusCode()).isEqualTo(302);
        assertThat(form.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-csrf=")
                .contains("Secure", "Path=/", "SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(login.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-session=")
                .contains("Secure", "HttpOnly", "Path=/", "SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(login.headers().firstValue("Location").orElse(""))
                .contains("redirect_uri=" + TestStack.TLS_URL + "/login/oauth2/code/storelane");
    }

    @Test
    void browsersAreToldToStayWithTls() throws Exception {
        for (String path : List.of("/", "/w/somewhere", "/no-such-page", "/assets/app.css")) {
            assertThat(get(path)
                            .headers()
                            .firstValue("Strict-Transport-Security")
                            .orElse(""))
                    .as(path)
                    .isEqualTo("max-age=31536000 ; includeSubDomains");
        }
    }

    @Test
    void peopleSignInSendFormsAndSignOut() {
        String email = "tls@example.org";
        TestStack.get().createUser(email, "Tess", TestStack.PASSWORD, "en");
        try (Browsers.Window window = Browsers.desktop("en")) {
            Page page = window.open(TestStack.TLS_URL + "/account");
            page.fill("input[name=username]", email);
            page.fill("input[name=password]", TestStack.PASSWORD);
            page.click("[type=submit]");
            page.waitForURL(TestStack.TLS_URL + "/account");
            page.fill("input[name=name]", "Tess Tan");
            page.click("main form button.btn-primary");
            page.waitForSelector(".sl-toast-success");
            assertThat(window.context().cookies(TestStack.TLS_URL))
                    .filteredOn(cookie -> cookie.name.startsWith("__Host-"))
                    .hasSize(2)
                    .allMatch(cookie -> cookie.secure && cookie.path.equals("/"));
            page.locator("details.menu summary").last().click();
            page.locator("form[action='/logout'] button").click();
            page.waitForURL(TestStack.TLS_URL + "/");
            page.navigate(TestStack.TLS_URL + "/account");
            assertThat(page.locator("input[name=username]").count()).isOne();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Too many tries from your network. Please wait a while and try again.", "zh-CN, 您所在网络的尝试次数过多，请稍后再试。"
    })
    void whoSendsThePublicFormTooOftenGetsAPageThatSaysSo(String language, String sentence) throws Exception {
        HttpResponse<String> page = get("/signup");
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        String cookie = page.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        for (int i = 0; i < SIGN_UPS; i++) {
            signUp(token.group(1), cookie, language);
        }
        HttpResponse<String> answer = signUp(token.group(1), cookie, language);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body())
                .contains(sentence, "lang=\"" + language + "\"")
                .doesNotContain("??");
    }

    private HttpResponse<String> signUp(String token, String cookie, String language)
            throws IOException, InterruptedException {
        Map<String, String> form = Map.of(
                "email", UUID.randomUUID() + "@example.org", "name", "Somebody", "terms", "true", "_csrf", token);
        return client.send(
                HttpRequest.newBuilder(URI.create(TestStack.TLS_URL + "/signup"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", cookie)
                        .header("Accept", "text/html")
                        .header("Accept-Language", language)
                        .POST(BodyPublishers.ofString(Browser.encode(form)))
                        .build(),
                BodyHandlers.ofString());
    }
}
