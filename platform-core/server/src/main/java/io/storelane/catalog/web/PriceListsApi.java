package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.PriceListDetails;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.channel.Channels;
import io.storelane.problem.FieldErrors;
import io.storelane.web.api.Amount;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
            {"prices": [{"sku": "MUG-RED", "price": {"amount": 3900, "currency": "CNY"}}, {"sku": "MUG-BLUE", "price": null}]}""";

    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;

    PriceListsApi(PriceLists lists, Prices prices, Channels channels) {
        this.lists = lists;
        this.prices = prices;
        this.channels = channels;
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

    record Price(String sku, @Nullable Amount price) {}

    record PricesBody(@Size(max = Prices.MOST_AT_ONCE) List<Price> prices) {}

    @ApiOperation(
            value = "List price lists",
            details =
                    "All of them, the base list first, unless `sort` says otherwise. `q` is a part of the name, `channel` the id of"
                            + " a channel, `state` `active` or `inactive`.",
            scope = Permission.PRODUCTS_VIEW,
            answer = LIST)
    @GetMapping("/price-lists")
    ApiPage<PriceList> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID channel,
            @RequestParam(defaultValue = "") @OneOf({"active", "inactive"}) String state,
            @RequestParam(defaultValue = "") @OneOf({"name", "-name"}) String sort) {
        var filter = new PriceLists.Filter(q.strip(), channel, state, sort);
        return ApiPage.whole(lists.find(filter, "", PriceLists.MOST).rows().stream()
                .sorted(Comparator.comparing(l -> sort.isEmpty() && !l.base()))
                .map(PriceList::of)
                .toList());
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

    @ApiOperation(value = "List prices of a list", details = "By SKU.", scope = Permission.PRODUCTS_VIEW, answer = """
                    {"sku": "MUG-RED", "price": {"amount": 3900, "currency": "CNY"}}""")
    @GetMapping("/price-lists/{id}/prices")
    ApiPage<Price> prices(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Paging page) {
        String currency = lists.list(id).currency();
        return ApiPage.of(prices.cells(id, q.strip(), true, page.cursor(), page.limit()), c -> {
            Long amount = c.amount();
            return new Price(c.sku(), amount == null ? null : new Amount(amount, currency));
        });
    }

    @ApiOperation(
            value = "Set prices of a list",
            details = "500 at a time, all or none, in the list's currency; null takes a price away. A SKU"
                    + " stands in it once. A listed product keeps its price in the base list.",
            scope = Permission.PRICES_MANAGE,
            body = PRICES,
            answer = LIST)
    @PutMapping("/price-lists/{id}/prices")
    PriceList set(@PathVariable UUID id, @IfMatch long version, @RequestBody PricesBody body) {
        prices.set(id, version, amounts(body, lists.list(id).currency()));
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
        prices.setFloors(id, amounts(body, channels.channel(id).currency()));
    }

    private Map<UUID, @Nullable Long> amounts(PricesBody body, String currency) {
        Map<String, UUID> variants =
                prices.variants(body.prices().stream().map(Price::sku).toList());
        Map<UUID, @Nullable Long> amounts = new LinkedHashMap<>();
        var errors = new FieldErrors();
        for (int i = 0; i < body.prices().size(); i++) {
            Price price = body.prices().get(i);
            UUID variant = variants.get(price.sku());
            if (variant == null) {
                errors.add("/prices/" + i + "/sku", CatalogProblem.SKU_UNKNOWN, price.sku());
            } else if (amounts.containsKey(variant)) {
                errors.add("/prices/" + i + "/sku", CatalogProblem.PRICE_TWICE, price.sku());
            } else {
                Amount amount = price.price();
                if (amount != null && !amount.currency().equals(currency)) {
                    errors.add(
                            "/prices/" + i + "/price/currency",
                            CatalogProblem.PRICE_CURRENCY,
                            amount.currency(),
                            currency);
                }
                if (amount != null && (amount.amount() < 0 || amount.amount() > Prices.MOST_AMOUNT)) {
                    errors.add("/prices/" + i + "/price/amount", CatalogProblem.AMOUNT_INVALID);
                }
                amounts.put(variant, amount == null ? null : amount.amount());
            }
        }
        errors.throwIfAny();
        return amounts;
    }
}
