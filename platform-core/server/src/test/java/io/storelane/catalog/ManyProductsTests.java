package io.storelane.catalog;

import static io.storelane.support.Stage.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.channel.Channels;
import io.storelane.job.JobItemView;
import io.storelane.job.Jobs;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Work on many products or variants at once: bulk changes, combinations of options, files. */
@Isolated
class ManyProductsTests extends ServerTests {

    private final Stage stage;
    private final Products products;
    private final ProductList list;
    private final ProductBulk bulk;
    private final Combinations combinations;
    private final Categories categories;
    private final Channels channels;
    private final Jobs jobs;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private String base;

    @Autowired
    ManyProductsTests(ApplicationContext context) {
        stage = new Stage(context);
        products = context.getBean(Products.class);
        list = context.getBean(ProductList.class);
        bulk = context.getBean(ProductBulk.class);
        combinations = context.getBean(Combinations.class);
        categories = context.getBean(Categories.class);
        channels = context.getBean(Channels.class);
        jobs = context.getBean(Jobs.class);
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        base = "/w/" + shop.slug() + "/products";
    }

    @Test
    void whatCannotBeListedNamesEachOpenPoint() {
        UUID id = product("MUG", List.of(item("MUG-1")));
        Assertions.assertThatThrownBy(() -> stage.run(shop.owner(), shop, () -> products.list(id)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo(CatalogProblem.NOT_READY);
                    assertThat(e.faults())
                            .extracting(Fault::code)
                            .containsExactly(
                                    CatalogProblem.LACKS_CATEGORY,
                                    CatalogProblem.LACKS_IMAGE,
                                    CatalogProblem.LACKS_PRICE,
                                    CatalogProblem.LACKS_WEIGHT);
                });
        Browser browser = stage.browser(shop.owner());
        browser.post(base + "/" + id + "/list", Map.of());
        assertThat(browser.get(base + "/" + id).body())
                .contains("It cannot be listed yet; still missing: Category, Image");
    }

    @Test
    void chosenProductsAreChangedWithAResultForEach() {
        UUID first = product("One", List.of());
        UUID second = product("Two", List.of());
        UUID category = owner(() -> categories.add(new Categories.Details(null, new Text("杯", "Mugs"), 1)));
        UUID channel = owner(channels::list).getFirst().id();
        Browser browser = stage.browser(shop.owner());
        Browser.Answer answer = browser.postRaw(
                base + "/bulk",
                "action=list&q=&state=draft&sort=name&id=" + first + "&id=" + second,
                "application/x-www-form-urlencoded",
                true);
        assertThat(answer.header("Location")).isEqualTo(base + "?state=draft&sort=name");
        assertThat(browser.get(answer.header("Location")).body())
                .contains("2 products were left as they are", "One: It cannot be listed yet");
        browser.post(
                base + "/bulk",
                Map.of("action", "categorise", "toCategory", category.toString(), "id", first.toString()));
        assertThat(browser.get(base + "?sort=-updated").body()).contains("Category of 1 product changed.");
        assertThat(product(first).details().categoryId()).isEqualTo(category);
        browser.post(
                base + "/bulk", Map.of("action", "authorise", "toChannel", channel.toString(), "id", first.toString()));
        assertThat(product(first).exclusive()).isTrue();
        assertThat(product(first).channels()).containsExactly(channel);
        browser.post(base + "/bulk", Map.of("action", "authorise", "id", first.toString()));
        assertThat(product(first).exclusive()).isFalse();
        assertThat(browser.post(base + "/bulk", Map.of("action", "burn", "id", first.toString()))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void allThatMatchAreChangedByAJob() {
        for (int i = 0; i < 53; i++) {
            product("Mug " + i, List.of());
        }
        UUID other = product("Plate", List.of());
        UUID category = owner(() -> categories.add(new Categories.Details(null, new Text("杯", "Mugs"), 1)));
        Browser browser = stage.browser(shop.owner());
        assertThat(browser.get(base + "?q=mug").body()).contains("All 53 that match");
        String job = browser.post(
                        base + "/bulk",
                        Map.of("action", "categorise", "toCategory", category.toString(), "all", "true", "q", "mug"))
                .header("Location");
        UUID id = UUID.fromString(job.substring(job.lastIndexOf('/') + 1));
        finished(id);
        assertThat(owner(() -> list.counts(new ProductFilter("", null, null, null, category, "name")))
                        .values())
                .containsExactlyInAnyOrder(53L, 0L, 0L);
        assertThat(product(other).details().categoryId()).isNull();
        UUID listing = owner(() -> bulk.startAll(
                new ProductBulk.Change(ProductBulk.Action.LIST, null, List.of()), ProductFilter.of("plate")));
        finished(listing);
        JobItemView item = owner(() -> jobs.items(listing, 10)).getFirst();
        assertThat(item.state()).isEqualTo("failed");
        assertThat(item.messageKey()).isEqualTo("problem.catalog.LACKS");
        assertThat(item.messageArgs().getFirst().toString()).contains("Category");
        assertThat(browser.get("/w/" + shop.slug() + "/jobs/" + listing).body()).contains("still missing: ");
    }

    @Test
    void optionsMakeCombinationsAndThoseThatAreThereAreSkipped() {
        List<ProductOption> options = List.of(
                new ProductOption(new Text("颜色", "Colour"), List.of(new Text("红", "Red"), new Text("蓝", "Blue"))),
                new ProductOption(new Text("尺码", "Size"), List.of(new Text("大", "L"), new Text("小", "S"))));
        UUID id = owner(() -> products.add(
                details("Shirt", options),
                List.of(new VariantDetails(
                        new Sku("TEE-RED-L"),
                        null,
                        List.of(new Text("红", "Red"), new Text("大", "L")),
                        null,
                        VariantDetails.Size.UNKNOWN,
                        true))));
        product("Other", List.of(item("TEE-BLUE-S")));
        assertThat(owner(() -> combinations.missing(id, "")))
                .extracting(Combinations.Proposal::sku)
                .containsExactly("TEE-RED-S", "TEE-BLUE-L", "TEE-BLUE-S-2");

        Browser browser = stage.browser(shop.owner());
        String page = browser.get(base + "/" + id + "/variants/combine").body();
        assertThat(page).contains("TEE-BLUE-S-2", "Blue · S").doesNotContain("TEE-RED-L\"");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("version", "" + product(id).version());
        form.put("weight", "200");
        form.put("variants[0].values", "0.1");
        form.put("variants[0].take", "true");
        form.put("variants[0].sku", "TEE-RED-L");
        form.put("variants[1].values", "1.0");
        form.put("variants[1].sku", "TEE-BLUE-L");
        Browser.Answer taken = browser.post(base + "/" + id + "/variants/combine", form);
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.body()).contains("The SKU TEE-RED-L is taken");
        form.put("variants[0].sku", "TEE-RED-S");
        assertThat(browser.post(base + "/" + id + "/variants/combine", form).status())
                .isEqualTo(302);
        assertThat(product(id).variants()).extracting(Variant::sku).containsExactly("TEE-RED-L", "TEE-RED-S");
        assertThat(product(id).variants().getLast().weight()).isEqualTo(200);
        assertThat(browser.post(base + "/" + id + "/variants/combine", form).status())
                .isEqualTo(422);
        stage.run(shop.owner(), shop, () -> combinations.addMissing(id, "", 100L));
        assertThat(product(id).variants()).hasSize(4);
        assertThat(browser.get(base + "/" + id + "/variants/combine").body()).contains("has its variant already");
    }

    @Test
    void tooManyCombinationsAreRefusedWithTheirNumber() {
        List<ProductOption> options = new ArrayList<>();
        for (String name : List.of("A", "B")) {
            options.add(new ProductOption(
                    new Text("", name),
                    IntStream.range(0, 11).mapToObj(i -> new Text("", name + i)).toList()));
        }
        UUID id = owner(() -> products.add(details("Grid", options), List.of()));
        refused(CatalogProblem.TOO_MANY_COMBINATIONS, () -> owner(() -> combinations.missing(id, "")));
        assertThat(stage.browser(shop.owner())
                        .get(base + "/" + id + "/variants/combine")
                        .body())
                .contains("All combinations make 121 variants; a product has at most 100.");
        UUID plain = product("Plain", List.of());
        refused(CatalogProblem.NO_OPTIONS, () -> owner(() -> combinations.missing(plain, "")));
    }

    private void finished(UUID job) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !owner(() -> jobs.job(job)).state().isOpen());
    }

    private UUID product(String title, List<VariantDetails> items) {
        return owner(() -> products.add(details(title, List.of()), items));
    }

    private static ProductDetails details(String title, List<ProductOption> options) {
        return new ProductDetails(ProductKind.GOODS, new Text("", title), Text.NONE, null, null, options, List.of());
    }

    private static VariantDetails item(String sku) {
        return VariantDetails.of(new Sku(sku));
    }

    private Product product(UUID id) {
        return owner(() -> products.product(id));
    }

    private <T extends @Nullable Object> T owner(Supplier<T> work) {
        return stage.as(shop.owner(), shop, work);
    }
}
