package io.storelane.rma.web;

import io.storelane.rma.ReturnFilter;
import io.storelane.rma.ReturnList;
import io.storelane.rma.ReturnView;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Returns as a file. */
@Component
class ReturnsFile implements ListFile<ReturnFilter> {

    private final ReturnList returns;
    private final ReturnWords words;

    ReturnsFile(ReturnList returns, ReturnWords words) {
        this.returns = returns;
        this.words = words;
    }

    @Override
    public String name() {
        return "returns";
    }

    @Override
    public Class<ReturnFilter> filter() {
        return ReturnFilter.class;
    }

    @Override
    public Sheet<?> sheet(ReturnFilter filter, Locale locale) {
        Map<String, String> names =
                returns.people().stream().collect(Collectors.toMap(p -> p.id().toString(), ReturnList.Choice::name));
        return new Sheet<>(
                Stream.of(
                                "number",
                                "order",
                                "created",
                                "state",
                                "resolution",
                                "reason",
                                "units",
                                "arrived",
                                "restocked",
                                "scrapped",
                                "worth",
                                "refunded",
                                "shippingRefunded",
                                "currency",
                                "location",
                                "assignee",
                                "due",
                                "tracking",
                                "note")
                        .map(name -> words.text("rma." + name, locale))
                        .toList(),
                (cursor, size) -> returns.find(filter, cursor, size),
                r -> row(r, names, locale));
    }

    private List<? extends @Nullable Object> row(ReturnView r, Map<String, String> names, Locale locale) {
        return Arrays.asList(
                r.number(),
                r.orderNumber(),
                r.createdAt(),
                words.text("rma.state." + r.state().code(), locale),
                words.text("rma.resolution." + r.resolution().code(), locale),
                words.text("rma.reason." + r.reason().code(), locale),
                r.units(),
                r.arrived(),
                r.restocked(),
                r.scrapped(),
                amount(r.worth(), r),
                amount(r.refunded(), r),
                amount(r.shippingRefunded(), r),
                r.currency(),
                r.locationName(),
                names.getOrDefault(Objects.toString(r.assigneeId(), ""), ""),
                r.dueAt(),
                r.tracking(),
                r.note());
    }

    private static BigDecimal amount(long minor, ReturnView r) {
        return new BigDecimal(Given.format(minor, r.currency()));
    }

    @Override
    public void handOut(ReturnFilter filter, long rows) {
        returns.handedOut(rows);
    }
}
