package io.storelane.catalog.web;

import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceLists;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The price lists as a file. */
@Component
class PriceListsFile implements ListFile<PriceLists.Filter> {

    private final PriceLists lists;
    private final MessageSource messages;

    PriceListsFile(PriceLists lists, MessageSource messages) {
        this.lists = lists;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "price-lists";
    }

    @Override
    public Class<PriceLists.Filter> filter() {
        return PriceLists.Filter.class;
    }

    @Override
    public Sheet<?> sheet(PriceLists.Filter filter, Locale locale) {
        return new Sheet<>(
                Stream.of(
                                "priceList.name",
                                "priceList.channel",
                                "product.currency",
                                "priceList.validFrom",
                                "priceList.validUntil",
                                "priceList.prices",
                                "product.state")
                        .map(key -> text(key, locale))
                        .toList(),
                (cursor, size) -> lists.find(filter, cursor, size),
                l -> row(l, locale));
    }

    private List<? extends @Nullable Object> row(PriceList l, Locale locale) {
        String channel = l.channelName();
        return Arrays.asList(
                l.name(),
                channel == null ? text("priceList.allChannels", locale) : channel,
                l.currency(),
                l.validFrom(),
                l.validUntil(),
                l.prices(),
                text(l.base() ? "priceList.base" : l.active() ? "priceList.active" : "priceList.inactive", locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
