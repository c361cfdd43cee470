package io.storelane.catalog.web;

import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The variants with their prices in a price list as a file. */
@Component
class PricesFile implements ListFile<PricesFile.Filter> {

    /** @param priced true for those alone that have a price in the list */
    record Filter(UUID priceList, String q, boolean priced) {}

    private final PriceLists lists;
    private final Prices prices;
    private final MessageSource messages;

    PricesFile(PriceLists lists, Prices prices, MessageSource messages) {
        this.lists = lists;
        this.prices = prices;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "prices";
    }

    @Override
    public Class<PricesFile.Filter> filter() {
        return PricesFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        String currency = lists.list(filter.priceList()).currency();
        return new Sheet<>(
                Sheet.titles(messages, locale, "product", "sku", "title", "price", "currency"),
                (cursor, size) -> prices.cells(filter.priceList(), filter.q(), filter.priced(), cursor, size),
                c -> Arrays.asList(c.sku(), c.label(locale), Amounts.decimal(c.amount(), currency), currency));
    }
}
