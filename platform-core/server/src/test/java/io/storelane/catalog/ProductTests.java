package io.storelane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.channel.Channel;
import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.ChannelProblem;
import io.storelane.channel.Channels;
import io.storelane.file.PictureSize;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionTemplate;

/** Products from the first draft to the shelf: variants, bundles, pictures, prices, channels. */
class ProductTests extends ServerTests {

    private final Stage stage;
    private final Database database;
    private final TransactionTemplate transaction;
    private final Products products;
    private final Variants variants;
    private final ProductList list;
    private final Images images;
    private final Brands brands;
    private final Categories categories;
    private final PriceLists priceLists;
    private final Prices prices;
    private final Channels channels;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @Autowired
    ProductTests(ApplicationContext context) {
        stage = new Stage(context);
        database = context.getBean(Database.class);
        transaction = context.getBean(TransactionTemplate.class);
        products = context.getBean(Products.class);
        variants = context.getBean(Variants.class);
        list = context.getBean(ProductList.class);
        images = context.getBean(Images.class);
        brands = context.getBean(Brands.class);
        categories = context.getBean(Categories.class);
        priceLists = context.getBean(PriceLists.class);
        prices = context.getBean(Prices.class);
        channels = context.getBean(Channels.class);
    }

    @BeforeEach
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
    }

    @Test
    void aProductIsListedWhenItsCheckListIsMet() {
        UUID id = mug("MUG-1");
        refused(CatalogProblem.NOT_READY, () -> owner(() -> products.list(id)));
        assertThat(missing(id))
                .containsExactly(Requirement.CATEGORY, Requirement.IMAGE, Requirement.PRICE, Requirement.WEIGHT);
        complete(id);
        assertThat(missing(id)).isEmpty();
        owner(() -> products.list(id));
        assertThat(product(id).state()).isEqualTo(ProductState.LISTED);
        owner(() -> products.delist(id));
        assertThat(product(id).state()).isEqualTo(ProductState.DELISTED);
        owner(() -> products.list(id));
        assertThat(product(id).state()).isEqualTo(ProductState.LISTED);
        refused(CatalogProblem.NOT_A_DRAFT, () -> owner(() -> products.delete(id)));
        Variant only = product(id).variants().getFirst();
        VariantDetails closed = with(only.details(), only.details().sku(), null, false);
        refused(
                CatalogProblem.LAST_ACTIVE_VARIANT,
                () -> owner(() -> variants.change(id, only.id(), only.version(), closed)));
    }

    @Test
    void whatIsListedKeepsWhatItsCheckListAsksFor() {
        UUID id = mug("MUG-1");
        complete(id);
        owner(() -> products.list(id));
        Variant only = product(id).variants().getFirst();
        ProductDetails d = product(id).details();
        UUID image = product(id).images().getFirst().id();
        VariantDetails weightless =
                new VariantDetails(only.details().sku(), null, List.of(), null, VariantDetails.Size.UNKNOWN, true);
        ProductDetails homeless = new ProductDetails(
                d.kind(), d.title(), d.description(), d.brandId(), null, d.options(), d.attributes());
        ProductDetails hollow = new ProductDetails(
                ProductKind.BUNDLE,
                d.title(),
                d.description(),
                d.brandId(),
                d.categoryId(),
                d.options(),
                d.attributes());
        keeps("/images", () -> owner(() -> images.remove(id, image)));
        keeps("/prices/0/price", () -> owner(() -> prices.set(base().id(), null, amounts(only.id(), null))));
        keeps("/weight", () -> owner(() -> variants.change(id, only.id(), only.version(), weightless)));
        keeps("/categoryId", () -> owner(() -> products.change(id, product(id).version(), homeless)));
        keeps("/kind", () -> owner(() -> products.change(id, product(id).version(), hollow)));
        assertThat(missing(id)).isEmpty();
        // what it does not need it may lose, and one that is no longer listed needs nothing
        UUID second = owner(() -> images.add(id, picture("png"), Text.NONE));
        owner(() -> images.remove(id, second));
        owner(() -> products.delist(id));
        owner(() -> images.remove(id, image));
        owner(() -> prices.set(base().id(), null, amounts(only.id(), null)));
        owner(() -> products.change(id, product(id).version(), homeless));
        assertThat(missing(id)).containsExactly(Requirement.CATEGORY, Requirement.IMAGE, Requirement.PRICE);
    }

    @Test
    void aListedBundleIsNotEmptied() {
        mug("MUG-1");
        ProductDetails set = new ProductDetails(
                ProductKind.BUNDLE, new Text("套装", "Set"), Text.NONE, null, null, List.of(), List.of());
        UUID bundle = owner(() -> products.add(set, List.of(item("SET-1"))));
        UUID variant = product(bundle).variants().getFirst().id();
        owner(() -> variants.setComponents(bundle, variant, Map.of("MUG-1", 2L)));
        complete(bundle);
        owner(() -> products.list(bundle));
        keeps("/components", () -> owner(() -> variants.setComponents(bundle, variant, Map.of())));
        owner(() -> variants.setComponents(bundle, variant, Map.of("MUG-1", 3L)));
        owner(() -> products.delist(bundle));
        owner(() -> variants.setComponents(bundle, variant, Map.of()));
    }

    private static void keeps(String place, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.code()).isEqualTo(CatalogProblem.LISTED_NEEDS);
            assertThat(e.faults()).extracting(Fault::path).containsExactly(place);
        });
    }

    @Test
    void aDraftIsDeletedWithItsPrices() {
        UUID id = mug("MUG-1");
        complete(id);
        owner(() -> products.delete(id));
        refused(CatalogProblem.PRODUCT_NOT_FOUND, () -> product(id));
        assertThat(found("MUG-1")).isEmpty();
    }

    @Test
    void aSkuIsFoundByAnIndexHoweverItIsWritten() {
        UUID id = mug("MUG-1");
        assertThat(owner(() -> products.bySku("mug-1")).id()).isEqualTo(id);
        String plan = owner(() -> Objects.requireNonNull(transaction.execute(_ -> {
            database.core().sql("set local enable_seqscan = off").update();
            return String.join(
                    "\n",
                    database.core()
                            .sql("explain select v.id from core.variant v where v.tenant_id = :tenant and "
                                    + Sku.in(":skus"))
                            .param("tenant", Scope.currentTenant().value())
                            .param("skus", new SqlArrayValue("text", "mug-1", "MUG-2"))
                            .query(String.class)
                            .list());
        })));
        assertThat(plan).containsPattern("Index Cond: .*sku_key");
    }

    @Test
    void aSkuAndAGtinAreUsedOnce() {
        UUID id = mug("MUG-1");
        refused(CatalogProblem.SKU_TAKEN, () -> mug("MUG-1"));
        refused(CatalogProblem.SKU_TAKEN, () -> mug("mug-1"));
        Variant one = product(id).variants().getFirst();
        Gtin gtin = new Gtin("4006381333931");
        owner(() -> variants.change(
                id, one.id(), one.version(), with(one.details(), one.details().sku(), gtin, true)));
        UUID other = mug("MUG-2");
        Variant two = product(other).variants().getFirst();
        refused(
                CatalogProblem.GTIN_TAKEN,
                () -> owner(() -> variants.change(
                        other, two.id(), two.version(), with(two.details(), new Sku("MUG-2"), gtin, true))));
        assertThat(found("4006381333931")).containsExactly(id);
        assertThat(product(id).variants().getFirst().gtin()).isEqualTo("4006381333931");
        Workspace elsewhere = stage.workspace(stage.person("Tom"), "Elsewhere");
        stage.as(elsewhere.owner(), elsewhere, () -> products.add(details("Mug"), List.of(item("MUG-1"))));
    }

    @Test
    void numbersCheckThemselves() {
        for (String bad : List.of("", " ", "A".repeat(61), "A\u0007B", "A\nB", "A\u200BB")) {
            refused(CatalogProblem.SKU_INVALID, () -> new Sku(bad));
        }
        assertThat(new Sku(" 红杯-1 ").value()).isEqualTo("红杯-1");
        for (String bad : List.of(
                "4006381333932",
                "00000000",
                "0".repeat(13),
                "123",
                "40063813339310",
                "4006381333x31",
                "400638133393")) {
            refused(CatalogProblem.GTIN_INVALID, () -> new Gtin(bad));
        }
        for (String good : List.of("96385074", "036000291452", "4006381333931", "10614141000415")) {
            String stored = new Gtin(good).value();
            assertThat(stored).hasSize(14).endsWith(good);
            assertThat(Gtin.shown(stored)).isEqualTo(good);
        }
    }

    @Test
    void variantsDifferInTheOptionsOfTheirProduct() {
        ProductOption colour =
                new ProductOption(new Text("颜色", "Colour"), List.of(new Text("红", "Red"), new Text("蓝", "Blue")));
        ProductDetails shirt = new ProductDetails(
                ProductKind.GOODS, new Text("衬衫", "Shirt"), Text.NONE, null, null, List.of(colour), List.of());
        UUID id = owner(() -> products.add(shirt, List.of()));
        refused(CatalogProblem.OPTION_VALUE_UNKNOWN, () -> owner(() -> variants.add(id, item("S-1"))));
        owner(() -> variants.add(id, item("S-RED", new Text("红", "Red"))));
        refused(
                CatalogProblem.OPTION_VALUES_TAKEN,
                () -> owner(() -> variants.add(id, item("S-RED2", new Text("红", "Red")))));
        refused(
                CatalogProblem.OPTION_VALUE_UNKNOWN,
                () -> owner(() -> variants.add(id, item("S-G", new Text("绿", "Green")))));
        owner(() -> variants.add(id, item("S-BLUE", new Text("蓝", "Blue"))));
        complete(id);
        owner(() -> products.list(id));
        ProductDetails onlyRed = new ProductDetails(
                ProductKind.GOODS,
                shirt.title(),
                Text.NONE,
                null,
                product(id).details().categoryId(),
                List.of(new ProductOption(colour.name(), List.of(new Text("红", "Red")))),
                List.of());
        long version = product(id).version();
        refused(CatalogProblem.OPTION_IN_USE, () -> owner(() -> products.change(id, version, onlyRed)));
        owner(() -> products.delist(id));
        owner(() -> products.change(id, version + 1, onlyRed));
        assertThat(missing(id)).containsExactly(Requirement.OPTION);
    }

    @Test
    void aProductHasAHundredVariantsAtMost() {
        List<Text> sizes = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> new Text("" + i, "" + i))
                .toList();
        List<Text> colours = List.of(new Text("红", "Red"), new Text("蓝", "Blue"), new Text("绿", "Green"));
        ProductDetails many = new ProductDetails(
                ProductKind.GOODS,
                new Text("", "Many"),
                Text.NONE,
                null,
                null,
                List.of(
                        new ProductOption(new Text("尺码", "Size"), sizes),
                        new ProductOption(new Text("颜色", "Colour"), colours)),
                List.of());
        List<VariantDetails> hundred = java.util.stream.IntStream.range(0, Variants.MOST)
                .mapToObj(i -> item("M-" + i, sizes.get(i % 50), colours.get(i / 50)))
                .toList();
        UUID id = owner(() -> products.add(many, hundred));
        assertThat(product(id).variants()).hasSize(100);
        refused(
                CatalogProblem.TOO_MANY_VARIANTS,
                () -> owner(() -> variants.add(id, item("M-100", sizes.getFirst(), colours.getLast()))));
        assertThat(found("M-99")).containsExactly(id);
    }

    @Test
    void aBundleIsNeverInABundleFromEitherSide() {
        UUID mug = mug("MUG-1");
        ProductDetails set = new ProductDetails(
                ProductKind.BUNDLE, new Text("套装", "Set"), Text.NONE, null, null, List.of(), List.of());
        UUID bundle = owner(() -> products.add(set, List.of(item("SET-1"))));
        UUID other = owner(() -> products.add(set, List.of(item("SET-2"))));
        UUID setVariant = product(bundle).variants().getFirst().id();
        owner(() -> variants.setComponents(bundle, setVariant, Map.of("MUG-1", 2L)));
        assertThat(product(bundle).variants().getFirst().components())
                .singleElement()
                .satisfies(c -> assertThat(c.quantity()).isEqualTo(2));
        refused(
                CatalogProblem.NESTED_BUNDLE,
                () -> owner(() -> variants.setComponents(
                        other, product(other).variants().getFirst().id(), Map.of("SET-1", 1L))));
        refused(
                CatalogProblem.NESTED_BUNDLE,
                () -> owner(() -> variants.setComponents(bundle, setVariant, Map.of("SET-1", 1L))));
        refused(
                CatalogProblem.SKU_UNKNOWN,
                () -> owner(() -> variants.setComponents(bundle, setVariant, Map.of("NONE", 1L))));
        refused(
                CatalogProblem.QUANTITY_INVALID,
                () -> owner(() -> variants.setComponents(bundle, setVariant, Map.of("MUG-1", 0L))));
        refused(
                CatalogProblem.IS_COMPONENT,
                () -> owner(() -> products.change(mug, product(mug).version(), set)));
        refused(
                CatalogProblem.HAS_COMPONENTS,
                () -> owner(() -> products.change(bundle, product(bundle).version(), details("Set"))));
        refused(
                CatalogProblem.VARIANT_IN_USE,
                () -> owner(() ->
                        variants.delete(mug, product(mug).variants().getFirst().id())));
        refused(
                CatalogProblem.NOT_A_BUNDLE,
                () -> owner(() -> variants.setComponents(
                        mug, product(mug).variants().getFirst().id(), Map.of("SET-1", 1L))));
        owner(() -> variants.setComponents(bundle, setVariant, Map.of()));
        owner(() -> products.change(mug, product(mug).version(), set));
    }

    @Test
    void whoSawAnOlderVersionChangesNothing() {
        UUID id = mug("MUG-1");
        long seen = product(id).version();
        owner(() -> products.change(id, seen, details("Cup")));
        refused(CatalogProblem.CHANGED_MEANWHILE, () -> owner(() -> products.change(id, seen, details("Bowl"))));
        assertThat(product(id).details().title().en()).isEqualTo("Cup");
        PriceList base = base();
        UUID variant = product(id).variants().getFirst().id();
        owner(() -> prices.set(base.id(), base.version(), amounts(variant, 1_000L)));
        refused(
                CatalogProblem.CHANGED_MEANWHILE,
                () -> owner(() -> prices.set(base.id(), base.version(), amounts(variant, 2_000L))));
        assertThat(owner(() -> prices.of(id)).prices().get(base.id())).containsEntry(variant, 1_000L);
        Channel direct = owner(() -> channels.byCode(Channels.DIRECT));
        owner(() -> channels.change(direct.id(), direct.version(), direct.details()));
        refused(
                ChannelProblem.CHANGED_MEANWHILE,
                () -> owner(() -> channels.change(direct.id(), direct.version(), direct.details())));
    }

    @Test
    void pricesBelongToListsAndLowestPricesToChannels() {
        UUID id = mug("MUG-1");
        UUID variant = product(id).variants().getFirst().id();
        Channel direct = owner(() -> channels.byCode(Channels.DIRECT));
        refused(
                CatalogProblem.CURRENCY_MISMATCH,
                () -> owner(() -> priceLists.add(new PriceListDetails("Sale", direct.id(), "EUR", null, null, true))));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        refused(CatalogProblem.PERIOD_INVALID, () -> new PriceListDetails("Sale", direct.id(), "USD", now, now, true));
        UUID sale = owner(
                () -> priceLists.add(new PriceListDetails("Sale", direct.id(), "USD", now, now.plusSeconds(60), true)));
        owner(() -> prices.set(sale, null, amounts(variant, 800L)));
        owner(() -> prices.set(base().id(), null, amounts(variant, 1_000L)));
        owner(() -> prices.setFloors(direct.id(), amounts(variant, 700L)));
        Prices.Amounts amounts = owner(() -> prices.of(id));
        assertThat(amounts.prices().get(sale)).containsEntry(variant, 800L);
        assertThat(amounts.floors().get(direct.id())).containsEntry(variant, 700L);
        owner(() -> prices.set(sale, null, amounts(variant, null)));
        assertThat(owner(() -> prices.of(id)).prices()).doesNotContainKey(sale);
        refused(CatalogProblem.AMOUNT_INVALID, () -> owner(() -> prices.set(sale, null, amounts(variant, -1L))));
        refused(
                CatalogProblem.VARIANT_NOT_FOUND,
                () -> owner(() -> prices.set(sale, null, amounts(UUID.randomUUID(), 1L))));
        refused(
                CatalogProblem.BASE_LIST,
                () -> owner(() -> priceLists.change(
                        base().id(), base().version(), new PriceListDetails("Base", null, "USD", null, null, false))));
        assertThat(owner(() -> prices.cells(base().id(), "", true, "", 50)).rows())
                .singleElement()
                .satisfies(c -> assertThat(c.amount()).isEqualTo(1_000L));
    }

    @Test
    void aBundleNamesTheChannelsThatMayNotSellAComponent() {
        UUID mug = mug("MUG-1");
        UUID bundle = owner(() -> products.add(
                new ProductDetails(
                        ProductKind.BUNDLE, new Text("套装", "Set"), Text.NONE, null, null, List.of(), List.of()),
                List.of(item("SET-1"))));
        owner(() -> variants.setComponents(
                bundle, product(bundle).variants().getFirst().id(), Map.of("MUG-1", 2L)));
        Channel direct = owner(() -> channels.byCode(Channels.DIRECT));
        assertThat(product(bundle).keptFrom(direct.id())).isEmpty();
        Browser browser = stage.browser(shop.owner());
        String page = "/w/" + shop.slug() + "/products/" + bundle;
        assertThat(browser.get(page).body()).doesNotContain("may not be sold there");

        owner(() -> prices.authorize(mug, product(mug).version(), true, List.of()));
        assertThat(product(bundle).keptFrom(direct.id())).containsExactly("MUG-1");
        assertThat(browser.get(page).body()).contains(direct.name() + ": MUG-1 may not be sold there.");
        assertThat(stage.program(shop.owner(), shop, stage.top(shop))
                        .get("/api/v1/products/" + bundle)
                        .json()
                        .at("/variants/0/components/0/onlyBy")
                        .toString())
                .isEqualTo("[]");

        owner(() -> prices.authorize(mug, product(mug).version(), true, List.of(direct.id())));
        assertThat(product(bundle).keptFrom(direct.id())).isEmpty();
        // where the bundle itself may not be sold, its components are of no account
        owner(() -> prices.authorize(mug, product(mug).version(), true, List.of()));
        owner(() -> prices.authorize(bundle, product(bundle).version(), true, List.of()));
        assertThat(product(bundle).keptFrom(direct.id())).isEmpty();
    }

    @Test
    void anExclusiveProductNamesItsChannels() {
        UUID id = mug("MUG-1");
        Channel direct = owner(() -> channels.byCode(Channels.DIRECT));
        owner(() -> prices.authorize(id, product(id).version(), true, List.of(direct.id())));
        assertThat(product(id).exclusive()).isTrue();
        assertThat(product(id).channels()).containsExactly(direct.id());
        refused(
                ChannelProblem.NOT_FOUND,
                () -> owner(() -> prices.authorize(id, product(id).version(), true, List.of(UUID.randomUUID()))));
    }

    @Test
    void picturesHaveAnOrderAndTheFirstIsTheCover() {
        UUID id = mug("MUG-1");
        UUID first = owner(() -> images.add(id, picture("jpeg"), new Text("正面", "Front")));
        UUID second = owner(() -> images.add(id, picture("png"), Text.NONE));
        owner(() -> images.order(id, List.of(second, first)));
        assertThat(product(id).images()).extracting(ProductImage::id).containsExactly(second, first);
        refused(CatalogProblem.IMAGE_ORDER_INVALID, () -> owner(() -> images.order(id, List.of(second))));
        UUID file = product(id).images().getLast().fileId();
        assertThat(owner(() -> images.file(file, PictureSize.FULL)).mediaType()).isEqualTo("image/jpeg");
        owner(() -> images.remove(id, first));
        refused(CatalogProblem.IMAGE_NOT_FOUND, () -> owner(() -> images.file(file, PictureSize.FULL)));
        for (int i = 1; i < Images.MOST; i++) {
            owner(() -> images.add(id, picture("png"), Text.NONE));
        }
        refused(CatalogProblem.TOO_MANY_IMAGES, () -> owner(() -> images.add(id, picture("png"), Text.NONE)));
    }

    @Test
    void categoriesAreATreeOfEightLevels() {
        UUID above = owner(() -> categories.add(new Categories.Details(null, new Text("一", "One"), 1)));
        UUID top = above;
        for (int i = 1; i < Categories.LEVELS; i++) {
            UUID parent = above;
            above = owner(() -> categories.add(new Categories.Details(parent, new Text("下", "Below"), 1)));
        }
        UUID deepest = above;
        refused(
                CatalogProblem.CATEGORY_TOO_DEEP,
                () -> owner(() -> categories.add(new Categories.Details(deepest, new Text("九", "Nine"), 1))));
        refused(
                CatalogProblem.CATEGORY_BELOW_ITSELF,
                () -> owner(() -> categories.change(top, 0, new Categories.Details(deepest, new Text("一", "One"), 1))));
        UUID other = owner(() -> categories.add(new Categories.Details(null, new Text("二", "Two"), 2)));
        refused(
                CatalogProblem.CATEGORY_TOO_DEEP,
                () -> owner(() -> categories.change(top, 0, new Categories.Details(other, new Text("一", "One"), 1))));
        refused(CatalogProblem.CATEGORY_IN_USE, () -> owner(() -> categories.delete(top)));
        owner(() -> categories.change(deepest, 0, new Categories.Details(other, new Text("八", "Eight"), 1)));
        assertThat(owner(() -> categories.category(deepest)).depth()).isEqualTo(1);
        UUID id = owner(() -> products.add(in(deepest), List.of(item("C-1"))));
        assertThat(owner(() -> list.find(new ProductFilter("", null, null, null, other, "name"), "", 10))
                        .rows())
                .extracting(ProductSummary::id)
                .containsExactly(id);
        assertThat(owner(() -> list.find(new ProductFilter("", null, null, null, top, "name"), "", 10))
                        .rows())
                .isEmpty();
    }

    @Test
    void categoriesOfOneParentDifferInTheirNames() throws Exception {
        List<Future<Boolean>> made = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                made.add(threads.submit(() -> {
                    try {
                        owner(() -> categories.add(new Categories.Details(null, new Text("茶", "Tea"), 1)));
                        return true;
                    } catch (ProblemException e) {
                        assertThat(e.code()).isEqualTo(CatalogProblem.CATEGORY_NAME_TAKEN);
                        return false;
                    }
                }));
            }
            int done = 0;
            for (Future<Boolean> each : made) {
                done += each.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        }
        Category tea = owner(categories::tree).getFirst();
        refused(
                CatalogProblem.CATEGORY_NAME_TAKEN,
                () -> owner(() -> categories.add(new Categories.Details(null, new Text("", "TEA"), 1))));
        UUID below = owner(() -> categories.add(new Categories.Details(tea.id(), new Text("茶", "Tea"), 1)));
        refused(
                CatalogProblem.CATEGORY_NAME_TAKEN,
                () -> owner(() -> categories.change(below, 0, new Categories.Details(null, new Text("茶", ""), 1))));
        owner(() -> categories.change(tea.id(), 0, new Categories.Details(null, new Text("茶", "Tea"), 7)));
    }

    @Test
    void aProductIsFoundByEveryNameAndNumberItHas() {
        ProductDetails d = new ProductDetails(
                ProductKind.GOODS, new Text("山丘咖啡豆", "Hill Coffee Beans"), Text.NONE, null, null, List.of(), List.of());
        UUID id = owner(() -> products.add(d, List.of(item("HC-B-250"))));
        mug("MUG-1");
        for (String q : List.of("咖啡", "丘咖", "coffee", "OFFEE bea", "HC-B", "c-b-25", "豆")) {
            assertThat(found(q)).as(q).containsExactly(id);
        }
        assertThat(found("咖啡 tea")).isEmpty();
        owner(() -> products.change(id, product(id).version(), details("Tea")));
        assertThat(found("咖啡")).isEmpty();
        assertThat(found("tea")).containsExactly(id);
    }

    @Test
    void whoSeesProductsSeesThemAllAndChangesNone() {
        UUID id = mug("MUG-1");
        UUID outlet = stage.node(shop, stage.top(shop), "Outlet");
        Person manager = stage.member(shop, "Nora", "node_manager", outlet);
        assertThat(stage.as(manager, shop, () -> list.find(ProductFilter.of("mug"), "", 10))
                        .rows())
                .hasSize(1);
        for (ThrowingCallable forbidden : List.<ThrowingCallable>of(
                () -> stage.run(manager, shop, () -> products.delist(id)),
                () -> stage.run(manager, shop, () -> products.change(id, 0, details("Cup"))),
                () -> stage.run(manager, shop, () -> prices.set(base().id(), null, Map.of())),
                () -> stage.run(manager, shop, () -> images.add(id, picture("png"), Text.NONE)),
                () -> stage.run(manager, shop, () -> brands.add("Brand")),
                () -> stage.as(manager, shop, () -> channels.add(channel("web", outlet))))) {
            refused(io.storelane.access.AccessProblem.NOT_ALLOWED, forbidden);
        }
    }

    @Test
    void aChannelIsSeenAtAboveAndBelowItsPlace() {
        UUID north = stage.node(shop, stage.top(shop), "North");
        UUID south = stage.node(shop, stage.top(shop), "South");
        UUID id = owner(() -> channels.add(channel("north", north)));
        refused(ChannelProblem.CODE_TAKEN, () -> owner(() -> channels.add(channel("north", south))));
        refused(ChannelProblem.CODE_INVALID, () -> channel("North!", north));
        Person northern = stage.member(shop, "Nora", "node_manager", north);
        Person southern = stage.member(shop, "Sue", "node_manager", south);
        assertThat(stage.as(northern, shop, channels::list))
                .extracting(Channel::code)
                .containsOnly("north", "direct");
        assertThat(stage.as(southern, shop, channels::list))
                .extracting(Channel::code)
                .containsOnly("direct");
        owner(() -> channels.setActive(id, false));
        assertThat(owner(() -> channels.channel(id)).active()).isFalse();
    }

    /** Every page of the module answers, and its forms do what they say. */
    @Test
    void thePagesWork() {
        Browser browser = stage.browser(shop.owner());
        String base = "/w/" + shop.slug();
        String made = browser.post(
                        base + "/products/new",
                        Map.of("kind", "goods", "titleZh", "杯子", "titleEn", "Mug", "sku", "MUG-9", "weight", "350"))
                .header("Location");
        assertThat(made).contains("/products/");
        UUID id = UUID.fromString(made.substring(made.lastIndexOf('/') + 1));
        UUID variant = product(id).variants().getFirst().id();
        UUID list = base().id();
        UUID direct = owner(() -> channels.byCode(Channels.DIRECT)).id();
        assertThat(browser.post(base + "/categories/new", Map.of("name", "杯", "nameEn", "Mugs", "sort", "1"))
                        .status())
                .isEqualTo(302);
        UUID category = owner(categories::tree).getFirst().id();
        assertThat(browser.post(base + "/brands/new", Map.of("name", "Hill")).status())
                .isEqualTo(302);
        UUID brand =
                owner(() -> brands.find("", false, "", 10)).rows().getFirst().id();
        for (String page : List.of(
                "/products",
                "/products?q=mug&state=draft&kind=goods&category=" + category + "&brand=" + brand + "&sort=name",
                "/products/new",
                "/products/" + id,
                "/products/" + id + "/edit",
                "/products/" + id + "/prices",
                "/products/" + id + "/variants/new",
                "/products/" + id + "/variants/" + variant,
                "/products/export?q=mug",
                "/price-lists",
                "/price-lists/new",
                "/price-lists/" + list,
                "/price-lists/" + list + "?q=mug&priced=true",
                "/price-lists/" + list + "/edit",
                "/price-lists/" + list + "/export",
                "/categories",
                "/categories?q=x",
                "/categories/new?parent=" + category,
                "/categories/" + category,
                "/brands",
                "/brands/new",
                "/brands/" + brand,
                "/brands/export",
                "/channels",
                "/channels/new",
                "/channels/" + direct,
                "/channels/export",
                "/palette?q=mug")) {
            Browser.Answer answer = browser.get(base + page);
            assertThat(answer.status())
                    .as(page + answer.body().lines().limit(5).toList())
                    .isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain("??");
        }
        assertThat(browser.get(base + "/products?q=mug").body()).contains("MUG-9");
        assertThat(browser.get(base + "/palette?q=mug").body()).contains("MUG-9");
        Browser drawer = stage.browser(shop.owner()).header("HX-Request", "true");
        assertThat(drawer.get(base + "/products/" + id).body())
                .contains("MUG-9")
                .doesNotContain("<html");

        String cell = "p." + list + "." + variant;
        assertThat(browser.post(base + "/price-lists/" + list + "/prices", Map.of("version", "0", cell, "12.345"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(base + "/price-lists/" + list + "/prices", Map.of("version", "0", cell, "12.34"))
                        .status())
                .isEqualTo(302);
        Browser.Answer stale =
                browser.post(base + "/price-lists/" + list + "/prices", Map.of("version", "0", cell, "99.99"));
        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.body()).contains("Somebody changed this").contains("99.99");
        assertThat(browser.get(base + "/products/" + id).body()).contains("$12.34");
        assertThat(browser.get(base + "/price-lists/" + list).body()).contains("value=\"12.34\"");
        assertThat(browser.get(base + "/products/" + id + "/prices").body()).contains("value=\"12.34\"");
        assertThat(browser.post(
                                base + "/products/" + id + "/prices",
                                Map.of("column", "f." + direct, "version", "0", "f." + direct + "." + variant, "9"))
                        .status())
                .isEqualTo(302);
        assertThat(owner(() -> prices.of(id)).floors().get(direct)).containsEntry(variant, 900L);
        assertThat(browser.upload(base + "/products/" + id + "/images", "image", "a.png", "image/png", picture("png"))
                        .status())
                .isEqualTo(302);
        UUID file = product(id).images().getFirst().fileId();
        Browser.Answer served = browser.get(base + "/products/images/" + file);
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(browser.post(base + "/products/bulk", Map.of("action", "list", "id", id.toString()))
                        .status())
                .isEqualTo(302);
        assertThat(product(id).state()).isEqualTo(ProductState.DRAFT);
        assertThat(browser.post(
                                base + "/products/" + id + "/edit",
                                Map.of(
                                        "version", "" + product(id).version(),
                                        "kind", "goods",
                                        "titleEn", "Mug",
                                        "categoryId", category.toString(),
                                        "attributes[0].name", "材质 | Material",
                                        "attributes[0].value", "陶瓷 | Ceramic"))
                        .status())
                .isEqualTo(302);
        assertThat(product(id).details().attributes())
                .containsExactly(new ProductAttribute(new Text("材质", "Material"), new Text("陶瓷", "Ceramic")));
        assertThat(browser.post(base + "/products/bulk", Map.of("action", "list", "id", id.toString()))
                        .status())
                .isEqualTo(302);
        assertThat(product(id).state()).isEqualTo(ProductState.LISTED);
        assertThat(browser.get(base + "/products/" + id).body()).contains("Product listed");
        assertThat(browser.post(base + "/brands/" + brand + "/delete", Map.of()).status())
                .isEqualTo(302);
        assertThat(browser.post(
                                base + "/channels/new",
                                Map.of(
                                        "code",
                                        "direct",
                                        "name",
                                        "X",
                                        "kind",
                                        "store",
                                        "nodeId",
                                        stage.top(shop).toString(),
                                        "currency",
                                        "USD",
                                        "stockBuffer",
                                        "0"))
                        .body())
                .contains("Another channel has this code");
    }

    private ChannelDetails channel(String code, UUID node) {
        return new ChannelDetails(code, code, ChannelKind.STORE, node, "USD", true, 0);
    }

    private UUID mug(String sku) {
        return owner(() -> products.add(details("Mug"), List.of(item(sku))));
    }

    /** Gives a product all that its check-list asks for. */
    private void complete(UUID id) {
        UUID category = owner(categories::tree).stream()
                .findFirst()
                .map(Category::id)
                .orElseGet(() -> owner(() -> categories.add(new Categories.Details(null, new Text("杯", "Mugs"), 1))));
        ProductDetails d = product(id).details();
        owner(() -> products.change(
                id,
                product(id).version(),
                new ProductDetails(
                        d.kind(), d.title(), d.description(), d.brandId(), category, d.options(), d.attributes())));
        owner(() -> images.add(id, picture("png"), Text.NONE));
        for (Variant v : product(id).variants()) {
            VariantDetails old = v.details();
            owner(() -> variants.change(
                    id,
                    v.id(),
                    v.version(),
                    new VariantDetails(
                            old.sku(), old.gtin(), old.optionValues(), 350L, VariantDetails.Size.UNKNOWN, true)));
            owner(() -> prices.set(base().id(), null, amounts(v.id(), 1_234L)));
        }
    }

    private List<Requirement> missing(UUID id) {
        return owner(() -> products.checks(id)).stream()
                .filter(c -> !c.met())
                .map(Requirement.Check::requirement)
                .toList();
    }

    private static Map<UUID, @Nullable Long> amounts(UUID variant, @Nullable Long amount) {
        Map<UUID, @Nullable Long> amounts = new java.util.HashMap<>();
        amounts.put(variant, amount);
        return amounts;
    }

    private static ProductDetails details(String title) {
        return new ProductDetails(ProductKind.GOODS, new Text("", title), Text.NONE, null, null, List.of(), List.of());
    }

    private static ProductDetails in(UUID category) {
        return new ProductDetails(
                ProductKind.GOODS, new Text("", "Mug"), Text.NONE, null, category, List.of(), List.of());
    }

    private static VariantDetails item(String sku, Text... values) {
        return new VariantDetails(new Sku(sku), null, Arrays.asList(values), null, VariantDetails.Size.UNKNOWN, true);
    }

    private static VariantDetails with(VariantDetails d, Sku sku, @Nullable Gtin gtin, boolean active) {
        return new VariantDetails(sku, gtin, d.optionValues(), d.weight(), d.size(), active);
    }

    private static byte[] picture(String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PriceList base() {
        return owner(priceLists::all).getFirst();
    }

    private Product product(UUID id) {
        return owner(() -> products.product(id));
    }

    private List<UUID> found(String q) {
        return owner(() -> list.find(ProductFilter.of(q), "", 50)).rows().stream()
                .map(ProductSummary::id)
                .toList();
    }

    private <T> T owner(Supplier<T> work) {
        return stage.as(shop.owner(), shop, work);
    }

    private void owner(Runnable work) {
        stage.run(shop.owner(), shop, work);
    }

    private static void refused(ProblemCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
