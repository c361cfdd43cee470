package io.storelane.plugin.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.tool.Rules;
import io.storelane.plugin.tool.Verification;
import io.storelane.plugin.tool.Verifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every plugin keeps, whatever it is for. A plugin's tests extend it:
 *
 * <pre>{@code
 * class ContractTests extends PluginContractTests {}
 * }</pre>
 */
public abstract class PluginContractTests {

    /** A path of the document that names nothing, with what is got there. */
    private static final Pattern LIST = Pattern.compile("\"(/api/v1/p/[^\"{]+)\":\\{\"get\"");

    @Test
    void serverWouldTakeIt(@TempDir Path folder) {
        Verification found = Verifier.verify(PluginJar.pack(folder), Rules.standard());
        assertThat(found.errors()).as(found.report(Locale.ENGLISH)).isEmpty();
    }

    /** In both languages: with all texts there. */
    @Test
    void pagesInTheMenuAnswer() {
        Shop shop = TestServer.get().shop("Contract").enable();
        for (String language : List.of("en", "zh-CN")) {
            Visitor owner = shop.owner().speaking(language);
            for (String page : menu(shop, owner)) {
                Outcome answer = owner.get(page);
                assertThat(answer.status()).as(page).isEqualTo(200);
                assertThat(answer.body()).as(page).doesNotContain("??");
            }
        }
    }

    /** Figures, buttons, data sets and ways to be told, where the server shows them, in both languages. */
    @Test
    void pagesOfTheServerThatShowItAnswer() {
        Shop shop = TestServer.get().shop("Shown").enable();
        String home = "/w/" + shop.slug();
        shop.owner().post(home + "/first-steps", Map.of("hidden", "true"));
        for (String language : List.of("en", "zh-CN")) {
            Visitor owner = shop.owner().speaking(language);
            for (String page : List.of(
                    "", "/orders", "/products", "/customers", "/imports", "/exports", "/notifications/settings")) {
                Outcome answer = owner.get(home + page);
                assertThat(answer.status()).as(page).isEqualTo(200);
                assertThat(answer.body()).as(page).doesNotContain("??");
            }
        }
    }

    @Test
    void workspaceThatHasNotEnabledItSeesNothing() {
        Shop with = TestServer.get().shop("With").enable();
        Shop without = TestServer.get().shop("Without");
        assertThat(menu(without, without.owner())).isEmpty();
        for (String page : menu(with, with.owner())) {
            assertThat(without.owner()
                            .get(page.replace("/w/" + with.slug(), "/w/" + without.slug()))
                            .status())
                    .as(page)
                    .isEqualTo(404);
        }
        List<String> pages = menu(with, with.owner());
        with.disable();
        pages.forEach(
                page -> assertThat(with.owner().get(page).status()).as(page).isEqualTo(404));
    }

    @Test
    void nobodyElseGetsIn() {
        Shop shop = TestServer.get().shop("Closed").enable();
        for (String page : menu(shop, shop.owner())) {
            assertThat(TestServer.get().anybody().get(page).status()).as(page).isNotEqualTo(200);
            assertThat(TestServer.get().stranger().get(page).status()).as(page).isEqualTo(404);
        }
    }

    /** Also of a plugin that has none: its document says so. */
    @Test
    void apiKeepsToItsKeysAndWorkspaces() {
        Shop with = TestServer.get().shop("Programs").enable();
        Shop without = TestServer.get().shop("No programs");
        String api = "/api/v1/p" + with.path("").substring(with.path("").lastIndexOf('/'));
        Outcome document = with.api().get(api + "/openapi.json");
        assertThat(document.status()).as(document.body()).isEqualTo(200);
        List<String> lists =
                LIST.matcher(document.body()).results().map(m -> m.group(1)).toList();
        for (String list : lists) {
            assertThat(with.api().get(list).status()).as(list).isLessThan(500);
            assertThat(without.api().get(list).status()).as(list).isEqualTo(404);
            assertThat(TestServer.get().anybody().get(list).status()).as(list).isEqualTo(401);
        }
    }

    /** Addresses of the plugin's pages that the menu shows. */
    private static List<String> menu(Shop shop, Visitor visitor) {
        Outcome home = visitor.get("/w/" + shop.slug());
        assertThat(home.status()).isEqualTo(200);
        Pattern link = Pattern.compile("href=\"(" + Pattern.quote(shop.path("")) + "[^\"]*)\"");
        return link.matcher(home.body())
                .results()
                .map(m -> m.group(1))
                .distinct()
                .toList();
    }
}
