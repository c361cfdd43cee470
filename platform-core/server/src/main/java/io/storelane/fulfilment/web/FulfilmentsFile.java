package io.storelane.fulfilment.web;

import io.storelane.fulfilment.FulfilmentFilter;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fulfilment orders as a file. */
@Component
class FulfilmentsFile implements ListFile<FulfilmentFilter> {

    private final FulfilmentList list;
    private final FulfilmentWords words;

    FulfilmentsFile(FulfilmentList list, FulfilmentWords words) {
        this.list = list;
        this.words = words;
    }

    @Override
    public String name() {
        return "fulfilments";
    }

    @Override
    public Class<FulfilmentFilter> filter() {
        return FulfilmentFilter.class;
    }

    @Override
    public Sheet<?> sheet(FulfilmentFilter filter, Locale locale) {
        return new Sheet<>(
                Stream.of(
                                "number",
                                "order",
                                "location",
                                "state",
                                "held",
                                "province",
                                "city",
                                "units",
                                "shipped",
                                "delivered",
                                "due",
                                "created",
                                "shippedAt",
                                "deliveredAt",
                                "assignee",
                                "reason")
                        .map(c -> words.text("fulfilment." + c, locale))
                        .toList(),
                (cursor, size) -> list.find(filter, cursor, size),
                f -> row(f, locale));
    }

    private List<? extends @Nullable Object> row(FulfilmentView f, Locale locale) {
        return Arrays.asList(
                f.number(),
                f.orderNumber(),
                f.location(),
                words.text("fulfilment.state." + f.state().code(), locale),
                words.text(f.held() ? "order.yes" : "order.no", locale),
                f.province(),
                f.city(),
                f.units(),
                f.shipped(),
                f.delivered(),
                f.dueAt(),
                f.createdAt(),
                f.shippedAt(),
                f.deliveredAt(),
                f.assignee(),
                f.reason());
    }

    @Override
    public void handOut(FulfilmentFilter filter, long rows) {
        list.handedOut(rows);
    }
}
