package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Attributes that a workspace declares. */
class AttributeTests {

    static void declare(Market market, String name, String kind, String choices) {
        Outcome added = market.shop.post("/attributes", Map.of("name", name, "kind", kind, "choices", choices));
        assertThat(added.status()).as(added.body()).isEqualTo(302);
    }

    /** Ids of the attributes in their order. */
    private static List<String> ids(Market market, UUID customer) {
        Matcher found = Pattern.compile("name=\"value-([0-9a-f-]{36})\"")
                .matcher(market.shop
                        .get("/customers/" + customer + "/attributes")
                        .body());
        return found.results().map(m -> m.group(1)).toList();
    }

    @Test
    void valuesAreCheckedKeptAndSearched() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        String page = "/customers/" + ann;
        hill.says(page, "Added");
        declare(hill, "Machine", "CHOICE", "Filter\nEspresso\n");
        declare(hill, "Cups a day", "NUMBER", "");
        declare(hill, "Birthday", "DATE", "");
        declare(hill, "Likes", "TEXT", "");
        List<String> ids = ids(hill, ann);
        assertThat(ids).hasSize(4);

        Map<String, String> values = new LinkedHashMap<>();
        values.put("value-" + ids.get(0), "Tea pot");
        values.put("value-" + ids.get(1), "many");
        values.put("value-" + ids.get(2), "tomorrow");
        values.put("value-" + ids.get(3), "x".repeat(501));
        Outcome refused = hill.shop.post(page + "/attributes", values);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Machine: Choose one of the values.", "Cups a day: Enter a number", "Birthday: Enter a date")
                .contains("Likes: Enter at most 500 characters.", "value=\"many\"");

        values.put("value-" + ids.get(0), "Espresso");
        values.put("value-" + ids.get(1), "2.5");
        values.put("value-" + ids.get(2), "1990-05-17");
        values.put("value-" + ids.get(3), "");
        assertThat(hill.shop.post(page + "/attributes", values).status()).isEqualTo(302);
        assertThat(hill.shop.get(page).body()).contains("Espresso", "2.5", "1990-05-17");

        String segment = SegmentTests.added(
                hill.shop,
                SegmentTests.form(
                        "Drinkers",
                        "all",
                        "attribute:" + ids.get(0),
                        "IS",
                        "Espresso",
                        "",
                        "attribute:" + ids.get(1),
                        "AT_LEAST",
                        "2.5",
                        "",
                        "attribute:" + ids.get(2),
                        "UNTIL",
                        "1990-12-31",
                        ""));
        assertThat(hill.shop.get(segment).body()).contains("Ann Miller");
        assertThat(hill.shop.get(segment + "/edit").body()).contains("value=\"2.5\"", "1990-12-31");

        assertThat(hill.shop
                        .post("/attributes/" + ids.get(1) + "/delete", Map.of())
                        .status())
                .isEqualTo(302);
        assertThat(hill.shop.get(segment).body()).contains("Nobody fits");
    }

    @Test
    void choiceWithoutChoicesAndNamesThatAreTakenAreRefused() {
        Market hill = new Market("Hill Coffee");
        assertThat(hill.shop
                        .post("/attributes", Map.of("name", "Machine", "kind", "CHOICE", "choices", " \n"))
                        .body())
                .contains("one a line");
        declare(hill, "Machine", "TEXT", "");
        assertThat(hill.shop
                        .post("/attributes", Map.of("name", "Machine", "kind", "TEXT", "choices", ""))
                        .body())
                .contains("Another attribute has this name");
    }
}
