package io.storelane.savedview;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Own views of lists: a tab that shows what was shown when it was saved, to its maker alone. */
class SavedViewTests extends ServerTests {

    private final Stage stage;

    @Autowired
    SavedViewTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    @ParameterizedTest
    @CsvSource({
        "orders, view=held&tag=vip",
        "products, q=m%C3%BCg+%26+co&state=listed",
        "stock, state=low&sort=-available",
        "customers, kind=company",
        "locations, kind=own&state=open"
    })
    void aListIsKeptAsItIsShown(String list, String query) {
        Workspace shop = stage.shop();
        Browser browser = stage.browser(shop.owner());
        String path = "/w/" + shop.slug() + "/" + list;
        assertThat(browser.get(path).body()).doesNotContain("Save view", "Mine");
        String narrowed = browser.get(path + "?" + query).body();
        assertThat(narrowed).contains("Save view", path + "/views/new?");

        Browser.Answer saved =
                browser.post(path + "/views/new?" + query + "&after=x&nothing=y", Map.of("name", "Mine"));
        assertThat(saved.status()).isEqualTo(302);
        String address = saved.header("Location");
        assertThat(address).startsWith(path + "?").doesNotContain("after=", "nothing=");
        String shown = browser.get(address).body();
        assertThat(shown).contains("Mine", "View Mine saved.", "/rename").doesNotContain("Save view");
        assertThat(browser.get(path + "?" + query).body()).contains("/rename");
        assertThat(browser.get(path).body()).contains("Mine").doesNotContain("/rename");
        assertThat(browser.post(path + "/views/new?" + query, Map.of("name", "Mine"))
                        .body())
                .contains("You have a view of this name already");

        String id = shown.replaceAll("(?s).*/views/([0-9a-f-]{36})/rename.*", "$1");
        assertThat(browser.get(path + "/views/" + id + "/rename").body()).contains("Rename the view Mine");
        assertThat(browser.post(path + "/views/" + id + "/rename", Map.of("name", "Ours"))
                        .header("Location"))
                .isEqualTo(address);
        Browser colleague = stage.browser(stage.member(shop, "Anna", "administrator", stage.top(shop)));
        assertThat(colleague.get(path).body()).doesNotContain("Ours");
        assertThat(colleague.post(path + "/views/" + id + "/delete", Map.of()).status())
                .isEqualTo(404);
        assertThat(browser.post(path + "/views/" + id + "/delete", Map.of()).status())
                .isEqualTo(302);
        assertThat(browser.get(path).body()).doesNotContain("Ours");
    }

    @Test
    void aListWithoutViewsHasNone() {
        Workspace shop = stage.shop();
        assertThat(stage.browser(shop.owner())
                        .get("/w/" + shop.slug() + "/brands/views/new")
                        .status())
                .isEqualTo(404);
    }
}
