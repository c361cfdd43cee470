package io.storelane.support;

import io.storelane.StorelaneServer;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test against the whole running server; all of them share one. */
@SpringBootTest(classes = StorelaneServer.class, webEnvironment = WebEnvironment.DEFINED_PORT)
@ActiveProfiles("local")
public abstract class ServerTests {

    @DynamicPropertySource
    static void stack(DynamicPropertyRegistry registry) {
        settings(TestStack.APP_URL).forEach((name, value) -> registry.add(name, () -> value));
        registry.add("server.port", () -> TestStack.APP_PORT);
        registry.add("storelane.demo.user", () -> TestStack.DEMO_USER);
        registry.add("storelane.web.sign-ups-per-address", () -> 10_000);
        registry.add("storelane.event.first-retry", () -> "50ms");
        registry.add("storelane.event.patience", () -> "500ms");
        registry.add("storelane.event.attempts", () -> 3);
        registry.add("storelane.webhook.first-retry", () -> "20ms");
        registry.add("storelane.webhook.attempts", () -> 4);
        registry.add("storelane.http.timeout", () -> "2s");
        registry.add("storelane.http.connect-timeout", () -> "1s");
        registry.add("storelane.plugin.keys.test", PluginJar::publicKey);
        registry.add("storelane.plugin.operator-token", () -> PluginJar.OPERATOR_TOKEN);
        registry.add(
                "storelane.plugin.folder",
                () -> TestStack.root().resolve(".storelane/test/plugins").toString());
        registry.add("storelane.plugin.patience", () -> "3s");
        registry.add("storelane.plugin.first-retry", () -> "10ms");
        registry.add("storelane.plugin.attempts", () -> 4);
        registry.add("storelane.rate.tenant-per-second", () -> 1);
        registry.add("storelane.rate.tenant-burst", () -> 100_000);
    }

    /** Settings of a server that browsers reach at this address. */
    public static Map<String, String> settings(String url) {
        Map<String, String> settings = new HashMap<>();
        TestStack.get().serverEnv(url).forEach((name, value) -> settings.put(property(name), value));
        settings.put("logging.structured.format.console", "");
        return settings;
    }

    /** Name of the property that an environment variable sets. */
    private static String property(String variable) {
        String name = variable.toLowerCase(java.util.Locale.ROOT);
        for (String prefix : new String[] {"storelane_db_", "storelane_identity_", "storelane_web_", "spring_mail_"}) {
            if (name.startsWith(prefix)) {
                return prefix.replace('_', '.')
                        + name.substring(prefix.length()).replace('_', '-');
            }
        }
        return name.replace('_', '.');
    }
}
