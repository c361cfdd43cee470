package io.storelane.inventory.web;

import io.storelane.inventory.StockList;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Stock as a file: each item at each location. */
@Component
class LevelsFile implements ListFile<StockList.Filter> {

    private final StockList stock;
    private final MessageSource messages;

    LevelsFile(StockList stock, MessageSource messages) {
        this.stock = stock;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "stock";
    }

    @Override
    public Class<StockList.Filter> filter() {
        return StockList.Filter.class;
    }

    @Override
    public Sheet<?> sheet(StockList.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "stock",
                        "sku",
                        "product",
                        "locationCode",
                        "location",
                        "onHand",
                        "reserved",
                        "available",
                        "safety",
                        "coming",
                        "state"),
                (cursor, size) -> stock.find(filter, cursor, size),
                r -> List.of(
                        r.sku(),
                        r.title(locale),
                        r.locationCode(),
                        r.locationName(),
                        r.onHand(),
                        r.reserved(),
                        r.available(),
                        r.safety(),
                        r.coming(),
                        messages.getMessage("stock.state." + r.state(), null, locale)));
    }
}
