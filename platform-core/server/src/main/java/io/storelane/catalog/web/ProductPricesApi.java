package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.catalog.Product;
import io.storelane.catalog.Products;
import io.storelane.catalog.Variant;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.web.api.Amount;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the variants of a product cost in each price list, and at least in each channel. */
@RestController
@RequestMapping("/api/v1/products/{id}/prices")
class ProductPricesApi {

    private final Products products;
    private final Prices prices;
    private final PriceLists lists;
    private final Channels channels;

    ProductPricesApi(Products products, Prices prices, PriceLists lists, Channels channels) {
        this.products = products;
        this.prices = prices;
        this.lists = lists;
        this.channels = channels;
    }

    /**
     * @param priceListId the list that it is a price of; null if it is a lowest price
     * @param channelId the channel that it is the lowest price of; null if it is a price
     */
    record VariantPrice(
            String sku,
            @Nullable UUID priceListId,
            @Nullable UUID channelId,
            Amount amount) {}

    @ApiOperation(
            value = "List the prices of a product",
            details =
                    "Of each variant: its price in each list (`priceListId`) and its lowest price in each channel within reach"
                            + " (`channelId`).",
            scope = Permission.PRODUCTS_VIEW,
            answer = """
                    {"sku": "MUG-RED", "priceListId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "channelId": null,
                     "amount": {"amount": 3900, "currency": "CNY"}}""")
    @GetMapping
    ApiPage<VariantPrice> list(@PathVariable UUID id) {
        Product product = products.product(id);
        Prices.Amounts amounts = prices.of(id);
        List<PriceList> priceLists = lists.all();
        List<Channel> visible = channels.list();
        List<VariantPrice> shown = new ArrayList<>();
        for (Variant variant : product.variants()) {
            priceLists.forEach(l -> {
                Long amount = amounts.prices().getOrDefault(l.id(), Map.of()).get(variant.id());
                if (amount != null) {
                    shown.add(new VariantPrice(variant.sku(), l.id(), null, new Amount(amount, l.currency())));
                }
            });
            visible.forEach(c -> {
                Long amount = amounts.floors().getOrDefault(c.id(), Map.of()).get(variant.id());
                if (amount != null) {
                    shown.add(new VariantPrice(variant.sku(), null, c.id(), new Amount(amount, c.currency())));
                }
            });
        }
        return ApiPage.whole(shown);
    }
}
