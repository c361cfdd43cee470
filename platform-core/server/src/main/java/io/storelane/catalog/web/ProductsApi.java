package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.Combinations;
import io.storelane.catalog.Gtin;
import io.storelane.catalog.Images;
import io.storelane.catalog.Prices;
import io.storelane.catalog.Product;
import io.storelane.catalog.ProductAttribute;
import io.storelane.catalog.ProductDetails;
import io.storelane.catalog.ProductFilter;
import io.storelane.catalog.ProductImage;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.ProductList;
import io.storelane.catalog.ProductOption;
import io.storelane.catalog.ProductState;
import io.storelane.catalog.ProductSummary;
import io.storelane.catalog.Products;
import io.storelane.catalog.Requirement;
import io.storelane.catalog.Sku;
import io.storelane.catalog.Text;
import io.storelane.catalog.Variant;
import io.storelane.catalog.VariantDetails;
import io.storelane.catalog.Variants;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.web.api.Amount;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Places;
import io.storelane.web.api.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Products with their variants and pictures. */
@RestController
@RequestMapping("/api/v1/products")
class ProductsApi {

    private static final String SUMMARY = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "goods", "state": "listed",
             "title": {"zh": "马克杯", "en": "Mug"}, "brand": "Hill", "sku": "MUG-RED", "variants": 2,
             "lowestPrice": {"amount": 3900, "currency": "CNY"}, "updatedAt": "2026-03-01T08:30:00Z", "version": 7}""";

    private static final String PRODUCT = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "goods", "state": "draft",
             "title": {"zh": "马克杯", "en": "Mug"}, "description": {"zh": "", "en": ""},
             "brandId": null, "categoryId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "exclusive": false, "channels": [],
             "options": [{"name": {"zh": "颜色", "en": "Colour"}, "values": [{"zh": "红", "en": "Red"}]}],
             "attributes": [{"name": {"zh": "材质", "en": "Material"}, "value": {"zh": "陶瓷", "en": "Ceramic"}}],
             "variants": [{"id": "01a202ba-5c3d-7001-b3c3-862ecc38fd00", "productId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
               "sku": "MUG-RED", "gtin": "4006381333931", "optionValues": [{"zh": "红", "en": "Red"}], "weight": 350,
               "length": null, "width": null, "height": null, "active": true, "components": [], "version": 0}],
             "images": [], "createdAt": "2026-03-01T08:30:00Z", "updatedAt": "2026-03-01T08:30:00Z", "version": 0}""";

    private static final String BODY = """
            {"kind": "goods", "title": {"zh": "马克杯", "en": "Mug"},
             "options": [{"name": {"zh": "颜色", "en": "Colour"}, "values": [{"zh": "红", "en": "Red"}]}]}""";

    private static final String VARIANT_BODY = """
            {"sku": "MUG-RED", "gtin": "4006381333931", "optionValues": [{"zh": "红", "en": "Red"}], "weight": 350}""";

    private final Products products;
    private final ProductList list;
    private final Variants variants;
    private final Combinations combinations;
    private final Images images;
    private final Prices prices;

    private static final Map<String, String> PLACES = Map.of("titleZh", "/title");

    ProductsApi(
            Products products,
            ProductList list,
            Variants variants,
            Combinations combinations,
            Images images,
            Prices prices) {
        this.combinations = combinations;
        this.products = products;
        this.list = list;
        this.variants = variants;
        this.images = images;
        this.prices = prices;
    }

    record Summary(
            UUID id,
            String kind,
            String state,
            Words title,
            @Nullable String brand,
            String sku,
            long variants,
            @Nullable Amount lowestPrice,
            Instant updatedAt,
            long version) {

        static Summary of(ProductSummary p) {
            Long lowest = p.lowest();
            String currency = p.currency();
            return new Summary(
                    p.id(),
                    p.kind(),
                    p.state(),
                    new Words(p.titleZh(), p.titleEn()),
                    p.brand(),
                    p.sku(),
                    p.variants(),
                    lowest == null || currency == null ? null : new Amount(lowest, currency),
                    p.updatedAt(),
                    p.version());
        }
    }

    record OptionBody(Words name, List<Words> values) {}

    record AttributeBody(Words name, Words value) {}

    /** @param onlyBy the channels that may sell it, and so the bundle; null if all may */
    record ComponentDoc(
            UUID variantId,
            String sku,
            long quantity,
            @Nullable List<UUID> onlyBy) {}

    record VariantDoc(
            UUID id,
            UUID productId,
            String sku,
            @Nullable String gtin,
            List<Words> optionValues,
            @Nullable Long weight,
            @Nullable Long length,
            @Nullable Long width,
            @Nullable Long height,
            boolean active,
            List<ComponentDoc> components,
            long version)
            implements Versioned {

        static VariantDoc of(Variant v) {
            VariantDetails d = v.details();
            return new VariantDoc(
                    v.id(),
                    v.productId(),
                    v.sku(),
                    v.gtin().isEmpty() ? null : v.gtin(),
                    d.optionValues().stream().map(Words::of).toList(),
                    d.weight(),
                    d.size().length(),
                    d.size().width(),
                    d.size().height(),
                    v.active(),
                    v.components().stream()
                            .map(c -> new ComponentDoc(c.variantId(), c.sku(), c.quantity(), c.onlyBy()))
                            .toList(),
                    v.version());
        }
    }

    record ImageDoc(UUID id, UUID fileId, Words alt) {

        static ImageDoc of(ProductImage image) {
            return new ImageDoc(image.id(), image.fileId(), Words.of(image.alt()));
        }
    }

    record ProductDoc(
            UUID id,
            String kind,
            String state,
            Words title,
            Words description,
            @Nullable UUID brandId,
            @Nullable UUID categoryId,
            boolean exclusive,
            List<UUID> channels,
            List<OptionBody> options,
            List<AttributeBody> attributes,
            List<VariantDoc> variants,
            List<ImageDoc> images,
            Instant createdAt,
            Instant updatedAt,
            long version)
            implements Versioned {

        static ProductDoc of(Product p) {
            ProductDetails d = p.details();
            return new ProductDoc(
                    p.id(),
                    d.kind().code(),
                    p.state().code(),
                    Words.of(d.title()),
                    Words.of(d.description()),
                    d.brandId(),
                    d.categoryId(),
                    p.exclusive(),
                    p.channels(),
                    d.options().stream()
                            .map(o -> new OptionBody(
                                    Words.of(o.name()),
                                    o.values().stream().map(Words::of).toList()))
                            .toList(),
                    d.attributes().stream()
                            .map(a -> new AttributeBody(Words.of(a.name()), Words.of(a.value())))
                            .toList(),
                    p.variants().stream().map(VariantDoc::of).toList(),
                    p.images().stream().map(ImageDoc::of).toList(),
                    p.createdAt(),
                    p.updatedAt(),
                    p.version());
        }
    }

    record ProductBody(
            String kind,
            Words title,
            @Nullable Words description,
            @Nullable UUID brandId,
            @Nullable UUID categoryId,
            @Nullable List<OptionBody> options,
            @Nullable List<AttributeBody> attributes) {

        ProductDetails details() {
            return new ProductDetails(
                    ProductKind.of(kind),
                    title.text("/title", ProductDetails.TITLE_LENGTH),
                    Words.orNone(description, "/description", ProductDetails.DESCRIPTION_LENGTH),
                    brandId,
                    categoryId,
                    each(options, "/options", ProductBody::option),
                    each(attributes, "/attributes", ProductBody::attribute));
        }

        private static ProductOption option(OptionBody option, String place) {
            return new ProductOption(
                    option.name().text(place + "/name", ProductOption.LENGTH),
                    each(option.values(), place + "/values", (value, at) -> value.text(at, ProductOption.LENGTH)));
        }

        private static ProductAttribute attribute(AttributeBody attribute, String place) {
            return new ProductAttribute(
                    attribute.name().text(place + "/name", ProductAttribute.NAME_LENGTH),
                    attribute.value().text(place + "/value", ProductAttribute.VALUE_LENGTH));
        }

        private static <A, B> List<B> each(@Nullable List<A> sent, String place, BiFunction<A, String, B> read) {
            List<B> all = new ArrayList<>();
            for (A one : sent == null ? List.<A>of() : sent) {
                String at = place + "/" + all.size();
                all.add(Places.at(at, () -> read.apply(one, at)));
            }
            return all;
        }
    }

    /** {@code active} is true if it is not sent. */
    record VariantBody(
            String sku,
            @Nullable String gtin,
            @Nullable List<Words> optionValues,
            @Nullable Long weight,
            @Nullable Long length,
            @Nullable Long width,
            @Nullable Long height,
            @Nullable Boolean active) {

        VariantDetails details() {
            List<Text> values = ProductBody.each(
                    optionValues, "/optionValues", (value, at) -> value.text(at, ProductOption.LENGTH));
            return new VariantDetails(
                    new Sku(sku),
                    Gtin.of(gtin),
                    values,
                    weight,
                    new VariantDetails.Size(length, width, height),
                    active == null || active);
        }
    }

    record NewProduct(
            String kind,
            Words title,
            @Nullable Words description,
            @Nullable UUID brandId,
            @Nullable UUID categoryId,
            @Nullable List<OptionBody> options,
            @Nullable List<AttributeBody> attributes,
            @Nullable List<VariantBody> variants) {

        ProductDetails details() {
            return new ProductBody(kind, title, description, brandId, categoryId, options, attributes).details();
        }

        /** All that is wrong with any of them is named at once. */
        List<VariantDetails> items() {
            var errors = new FieldErrors();
            List<VariantDetails> items = new ArrayList<>();
            List<VariantBody> bodies = variants == null ? List.of() : variants;
            for (int i = 0; i < bodies.size(); i++) {
                try {
                    items.add(bodies.get(i).details());
                } catch (ProblemException e) {
                    errors.addAll(e.below("/variants/" + i).faults());
                }
            }
            errors.throwIfAny();
            return items;
        }
    }

    record ComponentBody(@Size(max = Sku.LENGTH) String sku, long quantity) {}

    record ComponentsBody(@Valid List<ComponentBody> components) {}

    record CheckDoc(String requirement, boolean met) {}

    record NewImage(UUID fileId, @Nullable Words alt) {}

    record AltBody(Words alt) {}

    record OrderBody(List<UUID> images) {}

    record ChannelsBody(boolean exclusive, List<UUID> channels) {}

    @ApiOperation(
            value = "List products",
            details =
                    "`q`: words of which each is in title, SKU or GTIN. `sort`: `updated` or `name`, `-` before it for the other way.",
            scope = Permission.PRODUCTS_VIEW,
            answer = SUMMARY)
    @GetMapping
    ApiPage<Summary> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"draft", "listed", "delisted"}) String state,
            @RequestParam(defaultValue = "") @OneOf({"goods", "service", "bundle"}) String kind,
            @RequestParam(required = false) @Nullable UUID brandId,
            @RequestParam(required = false) @Nullable UUID categoryId,
            @RequestParam(defaultValue = "-updated") @OneOf({"updated", "-updated", "name", "-name"}) String sort,
            Paging page) {
        ProductFilter filter = new ProductFilter(
                q.strip(),
                state.isEmpty() ? null : ProductState.of(state),
                kind.isEmpty() ? null : ProductKind.of(kind),
                brandId,
                categoryId,
                sort);
        return ApiPage.of(list.find(filter, page.cursor(), page.limit()), Summary::of);
    }

    @ApiOperation(value = "Read a product", scope = Permission.PRODUCTS_VIEW, answer = PRODUCT)
    @GetMapping("/{id}")
    ProductDoc get(@PathVariable UUID id) {
        return ProductDoc.of(products.product(id));
    }

    @ApiOperation(
            value = "Add a product",
            details = "It is a draft until it is listed. `variants` may be left out and added later.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"kind": "goods", "title": {"zh": "马克杯", "en": "Mug"}, "variants": [{"sku": "MUG-1", "weight": 350}]}""",
            answer = PRODUCT)
    @PostMapping
    ResponseEntity<ProductDoc> add(@RequestBody NewProduct body) {
        UUID id = Places.in(PLACES, () -> products.add(body.details(), body.items()));
        return ResponseEntity.created(URI.create("/api/v1/products/" + id)).body(get(id));
    }

    @ApiOperation(value = "Change a product", scope = Permission.PRODUCTS_MANAGE, body = BODY, answer = PRODUCT)
    @PutMapping("/{id}")
    ProductDoc change(@PathVariable UUID id, @IfMatch long version, @RequestBody ProductBody body) {
        Places.in(PLACES, () -> products.change(id, version, body.details()));
        return get(id);
    }

    @ApiOperation(value = "Delete a draft", scope = Permission.PRODUCTS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        products.delete(id);
    }

    @ApiOperation(value = "What a product lacks to be listed", scope = Permission.PRODUCTS_VIEW, answer = """
                    {"requirement": "image", "met": false}""")
    @GetMapping("/{id}/checks")
    ApiPage<CheckDoc> checks(@PathVariable UUID id) {
        return ApiPage.whole(products.checks(id).stream()
                .map((Requirement.Check c) -> new CheckDoc(c.requirement().code(), c.met()))
                .toList());
    }

    @ApiOperation(
            value = "List a product for sale",
            details = "409 if its check-list is not met; `errors` names each open point.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = PRODUCT)
    @PostMapping("/{id}/list")
    ProductDoc enlist(@PathVariable UUID id) {
        products.list(id);
        return get(id);
    }

    @ApiOperation(value = "Take a product off sale", scope = Permission.PRODUCTS_MANAGE, answer = PRODUCT)
    @PostMapping("/{id}/delist")
    ProductDoc delist(@PathVariable UUID id) {
        products.delist(id);
        return get(id);
    }

    @ApiOperation(value = "Add a variant", scope = Permission.PRODUCTS_MANAGE, body = VARIANT_BODY, answer = PRODUCT)
    @PostMapping("/{id}/variants")
    ResponseEntity<ProductDoc> addVariant(@PathVariable UUID id, @RequestBody VariantBody body) {
        variants.add(id, body.details());
        return ResponseEntity.created(URI.create("/api/v1/products/" + id)).body(get(id));
    }

    record CombinationDoc(List<Words> optionValues, String sku) {}

    /** @param prefix begins each SKU; what is not sent is taken from the product */
    record CombineBody(
            @Nullable @Size(max = Sku.LENGTH) String prefix,
            @Nullable @Min(0) @Max(VariantDetails.MOST) Long weight) {}

    @ApiOperation(
            value = "Combinations of option values without a variant",
            details = "With a free SKU proposed for each, which begins with `prefix`.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = """
                    {"optionValues": [{"zh": "红", "en": "Red"}], "sku": "MUG-RED"}""")
    @GetMapping("/{id}/combinations")
    ApiPage<CombinationDoc> combinations(@PathVariable UUID id, @RequestParam(defaultValue = "") String prefix) {
        return ApiPage.whole(combinations.missing(id, prefix).stream()
                .map((Combinations.Proposal p) -> new CombinationDoc(
                        p.optionValues().stream().map(Words::of).toList(), p.sku()))
                .toList());
    }

    @ApiOperation(
            value = "Add a variant for each combination of option values that has none",
            details = "SKUs are made of `prefix` and the English values; `weight` in grams is that of each.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"prefix": "MUG", "weight": 350}""",
            answer = PRODUCT)
    @PostMapping("/{id}/combinations")
    ProductDoc combine(@PathVariable UUID id, @RequestBody CombineBody body) {
        String prefix = body.prefix();
        Places.in(Map.of("sku", "/prefix"), () -> {
            combinations.addMissing(id, prefix == null ? "" : prefix, body.weight());
        });
        return get(id);
    }

    @ApiOperation(
            value = "Change a variant",
            details = "`If-Match` names the version of the variant.",
            scope = Permission.PRODUCTS_MANAGE,
            body = VARIANT_BODY,
            answer = PRODUCT)
    @PutMapping("/{id}/variants/{variant}")
    ProductDoc changeVariant(
            @PathVariable UUID id, @PathVariable UUID variant, @IfMatch long version, @RequestBody VariantBody body) {
        variants.change(id, variant, version, body.details());
        return get(id);
    }

    @ApiOperation(value = "Delete a variant that nothing knows", scope = Permission.PRODUCTS_MANAGE)
    @DeleteMapping("/{id}/variants/{variant}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteVariant(@PathVariable UUID id, @PathVariable UUID variant) {
        variants.delete(id, variant);
    }

    @ApiOperation(
            value = "Say what a bundle consists of",
            details = "A listed bundle keeps at least one component.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"components": [{"sku": "MUG-RED", "quantity": 2}]}""",
            answer = PRODUCT)
    @PutMapping("/{id}/variants/{variant}/components")
    ProductDoc components(@PathVariable UUID id, @PathVariable UUID variant, @RequestBody ComponentsBody body) {
        Map<String, Long> units = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        var errors = new FieldErrors();
        for (int i = 0; i < body.components().size(); i++) {
            ComponentBody component = body.components().get(i);
            if (component.quantity() < 1 || component.quantity() > Variants.MOST_UNITS) {
                errors.add("/components/" + i + "/quantity", CatalogProblem.QUANTITY_INVALID, Variants.MOST_UNITS);
            }
            places.putIfAbsent("components[" + units.size() + "].sku", "/components/" + i + "/sku");
            units.merge(component.sku(), component.quantity(), Long::sum);
        }
        errors.throwIfAny();
        Places.in(places, () -> variants.setComponents(id, variant, units));
        return get(id);
    }

    @ApiOperation(
            value = "Add a picture",
            details = "The body is a PNG or JPEG of 10 MB and 50 megapixels at most, with its type in `Content-Type`.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = PRODUCT)
    @PostMapping(path = "/{id}/images", consumes = "image/*")
    ResponseEntity<ProductDoc> addImage(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String altZh,
            @RequestParam(defaultValue = "") String altEn,
            @RequestBody byte[] body) {
        Text zh = Places.at("altZh", () -> new Text(altZh, "").atMost(Images.ALT_LENGTH));
        Text en = Places.at("altEn", () -> new Text("", altEn).atMost(Images.ALT_LENGTH));
        images.add(id, body, new Text(zh.zh(), en.en()));
        return ResponseEntity.created(URI.create("/api/v1/products/" + id)).body(get(id));
    }

    @ApiOperation(
            value = "Add a picture that was uploaded",
            details = "`fileId` is the answer of `POST /api/v1/files`.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"fileId": "01a202ba-5c3d-7003-b3c3-862ecc38fd00", "alt": {"zh": "红色马克杯", "en": "Red mug"}}""",
            answer = PRODUCT)
    @PostMapping("/{id}/images/uploaded")
    ResponseEntity<ProductDoc> addUploaded(@PathVariable UUID id, @RequestBody NewImage body) {
        images.add(id, body.fileId(), Words.orNone(body.alt(), "/alt", Images.ALT_LENGTH));
        return ResponseEntity.created(URI.create("/api/v1/products/" + id)).body(get(id));
    }

    @ApiOperation(value = "Say what a picture shows", scope = Permission.PRODUCTS_MANAGE, body = """
                    {"alt": {"zh": "红色马克杯", "en": "Red mug"}}""", answer = PRODUCT)
    @PutMapping("/{id}/images/{image}")
    ProductDoc describeImage(@PathVariable UUID id, @PathVariable UUID image, @RequestBody AltBody body) {
        images.describe(id, image, body.alt().text("/alt", Images.ALT_LENGTH));
        return get(id);
    }

    @ApiOperation(
            value = "Put the pictures in order",
            details = "Each picture of the product once; the first is the cover.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"images": ["01a202ba-5c3d-7002-b3c3-862ecc38fd00"]}""",
            answer = PRODUCT)
    @PutMapping("/{id}/images")
    ProductDoc orderImages(@PathVariable UUID id, @RequestBody OrderBody body) {
        images.order(id, body.images());
        return get(id);
    }

    @ApiOperation(value = "Remove a picture", scope = Permission.PRODUCTS_MANAGE)
    @DeleteMapping("/{id}/images/{image}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeImage(@PathVariable UUID id, @PathVariable UUID image) {
        images.remove(id, image);
    }

    @ApiOperation(
            value = "Say which channels may sell a product",
            details = "`exclusive` false: every channel may.",
            scope = Permission.PRICES_MANAGE,
            body = """
                    {"exclusive": true, "channels": ["01a202ba-5c3d-7003-b3c3-862ecc38fd00"]}""",
            answer = PRODUCT)
    @PutMapping("/{id}/channels")
    ProductDoc authorize(@PathVariable UUID id, @IfMatch long version, @RequestBody ChannelsBody body) {
        prices.authorize(id, version, body.exclusive(), body.channels());
        return get(id);
    }

    @ApiOperation(value = "Find the product of a SKU", scope = Permission.PRODUCTS_VIEW, answer = PRODUCT)
    @GetMapping("/by-sku")
    ProductDoc bySku(@RequestParam String sku) {
        return ProductDoc.of(products.bySku(sku));
    }
}
