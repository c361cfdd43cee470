package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Somebody protects the own account with an app that shows codes, and is asked for one from then on. */
class SecondFactorWalkTests extends ServerTests {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    private final Stage stage;

    @Autowired
    SecondFactorWalkTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    @ParameterizedTest
    @CsvSource({"en, Two-step", "zh-CN, 两步验证"})
    void aSecondFactorIsSetUpAndThenAskedFor(String language, String words) {
        var person = stage.personWithLogin("Ming Li");
        try (Person walker = new Person(person.email(), person.name(), language)) {
            walker.signIn();
            Page page = walker.window().open("/account");
            assertThat(page.locator("main").innerText()).contains(words);
            page.click("main a[href*='CONFIGURE_TOTP']");
            page.waitForURL(TestStack.get().issuer() + "/**");
            page.click("#mode-manual");
            String secret = page.locator("#kc-totp-secret-key").innerText();
            page.fill("input[name=totp]", code(secret, 0));
            page.click("#saveTOTPBtn");
            page.waitForURL(TestStack.APP_URL + "/account*");

            walker.loseSession();
            walker.window().open("/account");
            page.fill("input[name=username]", person.email());
            page.fill("input[name=password]", TestStack.PASSWORD);
            page.click("[type=submit]");
            page.waitForSelector("input[name=otp]");
            page.fill("input[name=otp]", "000000".equals(code(secret, 1)) ? "111111" : "000000");
            page.click("[type=submit]");
            page.waitForSelector("#input-error-otp-code, .pf-m-error, [class*=error]");
            assertThat(page.url()).startsWith(TestStack.get().issuer());
            // a code works once, so this is the next one, which the provider takes already
            page.fill("input[name=otp]", code(secret, 1));
            page.click("[type=submit]");
            page.waitForURL(TestStack.APP_URL + "/account*");
            assertThat(page.locator("input[name=name]").inputValue()).isEqualTo("Ming Li");
            assertThat(walker.window().complaints()).isEmpty();
        }
    }

    /** What an app on a phone shows (RFC 6238), so many steps from now. */
    private static String code(String secret, int steps) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(secret), "RAW"));
            long step = Instant.now().getEpochSecond() / STEP_SECONDS + steps;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Base 32 (RFC 4648), in groups as people read it. */
    private static byte[] bytes(String secret) {
        String letters = secret.replaceAll("\\s", "");
        ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
        int bits = 0;
        int value = 0;
        for (int i = 0; i < letters.length(); i++) {
            value = value << 5 | LETTERS.indexOf(letters.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (value >> bits));
                value &= (1 << bits) - 1;
            }
        }
        return bytes.array();
    }
}
