package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.PriceListDetails;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.problem.FieldErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Price lists, their prices, and the lowest prices of channels. */
@RestController
@RequestMapping("/api/v1")
class PriceListsApi {

    private static final String LIST = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Spring sale", "channelId": null, "currency": "CNY",
             "validFrom": "2026-03-01T00:00:00Z", "validUntil": null, "active": true, "base": false, "prices": 12, "version": 3}""";

    private static final String BODY = """
            {"name": "Spring sale", "currency": "CNY", "validFrom": "2026-03-01T00:00:00Z", "active": true}""";

    private static final String PRICES = """
            {"prices": [{"sku": "MUG-RED", "amount": 3900}, {"sku": "MUG-BLUE", "amount": null}]}""";

    private final PriceLists lists;
    private final Prices prices;

    PriceListsApi(PriceLists lists, Prices prices) {
        this.lists = lists;
        this.prices = prices;
    }

    record PriceList(
            UUID id,
            String name,
            @Nullable UUID channelId,
            String currency,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil,
            boolean active,
            boolean base,
            long prices,
            long version)
            implements Versioned {

        static PriceList of(io.storelane.catalog.PriceList l) {
            return new PriceList(
                    l.id(),
                    l.name(),
                    l.channelId(),
                    l.currency(),
                    l.validFrom(),
                    l.validUntil(),
                    l.active(),
                    l.base(),
                    l.prices(),
                    l.version());
        }
    }

    record PriceListBody(
            @NotBlank @Size(max = 100) String name,
            @Nullable UUID channelId,
            String currency,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil,
            @Nullable Boolean active) {

        PriceListDetails details() {
            return new PriceListDetails(name, channelId, currency, validFrom, validUntil, active == null || active);
        }
    }

    record Price(String sku, @Nullable Long amount) {}

    record PricesBody(@Size(max = Prices.MOST_AT_ONCE) List<Price> prices) {}

    @ApiOperation(
            value = "List price lists",
            details = "All of them, the base list first.",
            scope = Permission.PRODUCTS_VIEW,
            answer = LIST)
    @GetMapping("/price-lists")
    ApiPage<PriceList> list() {
        return ApiPage.whole(lists.all().stream().map(PriceList::of).toList());
    }

    @ApiOperation(value = "Read a price list", scope = Permission.PRODUCTS_VIEW, answer = LIST)
    @GetMapping("/price-lists/{id}")
    PriceList get(@PathVariable UUID id) {
        return PriceList.of(lists.list(id));
    }

    @ApiOperation(value = "Add a price list", scope = Permission.PRICES_MANAGE, body = BODY, answer = LIST)
    @PostMapping("/price-lists")
    ResponseEntity<PriceList> add(@RequestBody PriceListBody body) {
        UUID id = lists.add(body.details());
        return ResponseEntity.created(URI.create("/api/v1/price-lists/" + id)).body(get(id));
    }

    @ApiOperation(value = "Change a price list", scope = Permission.PRICES_MANAGE, body = BODY, answer = LIST)
    @PutMapping("/price-lists/{id}")
    PriceList change(@PathVariable UUID id, @IfMatch long version, @RequestBody PriceListBody body) {
        lists.change(id, version, body.details());
        return get(id);
    }

    @ApiOperation(
            value = "List prices of a list",
            details = "By SKU, in minor units of the list's currency.",
            scope = Permission.PRODUCTS_VIEW,
            answer = """
                    {"sku": "MUG-RED", "amount": 3900}""")
    @GetMapping("/price-lists/{id}/prices")
    ApiPage<Price> prices(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Paging page) {
        return ApiPage.of(
                prices.cells(id, q.strip(), true, page.cursor(), page.limit()), c -> new Price(c.sku(), c.amount()));
    }

    @ApiOperation(
            value = "Set prices of a list",
            details =
                    "500 at a time, all or none; `amount` in minor units of the list's currency, null takes the price away.",
            scope = Permission.PRICES_MANAGE,
            body = PRICES,
            answer = LIST)
    @PutMapping("/price-lists/{id}/prices")
    PriceList set(@PathVariable UUID id, @IfMatch long version, @RequestBody PricesBody body) {
        prices.set(id, version, amounts(body));
        return get(id);
    }

    @ApiOperation(
            value = "Set lowest prices of a channel",
            details = "As for prices; in the channel's currency.",
            scope = Permission.PRICES_MANAGE,
            body = PRICES)
    @PutMapping("/channels/{id}/lowest-prices")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setFloors(@PathVariable UUID id, @RequestBody PricesBody body) {
        prices.setFloors(id, amounts(body));
    }

    private Map<UUID, @Nullable Long> amounts(PricesBody body) {
        Map<String, UUID> variants =
                prices.variants(body.prices().stream().map(Price::sku).toList());
        Map<UUID, @Nullable Long> amounts = new HashMap<>();
        var errors = new FieldErrors();
        for (int i = 0; i < body.prices().size(); i++) {
            Price price = body.prices().get(i);
            UUID variant = variants.get(price.sku());
            if (variant == null) {
                errors.add("/prices/" + i + "/sku", CatalogProblem.SKU_UNKNOWN, price.sku());
            } else {
                amounts.put(variant, price.amount());
            }
        }
        errors.throwIfAny();
        return amounts;
    }
}
