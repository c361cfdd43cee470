package io.storelane.inventory.web;

import io.storelane.inventory.StockList;
import io.storelane.inventory.StockMoveView;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What moved an item's stock as a file. */
@Component
class MovesFile implements ListFile<MovesFile.Filter> {

    /** @param location null = all */
    record Filter(UUID variant, @Nullable UUID location) {}

    private final StockList stock;
    private final MessageSource messages;

    MovesFile(StockList stock, MessageSource messages) {
        this.stock = stock;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "stock-moves";
    }

    @Override
    public Class<MovesFile.Filter> filter() {
        return MovesFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(MovesFile.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "stock",
                        "time",
                        "location",
                        "reason",
                        "change",
                        "onHandAfter",
                        "reservedChange",
                        "reservedAfter",
                        "transitChange",
                        "reference",
                        "note",
                        "by"),
                (cursor, size) -> stock.history(filter.variant(), filter.location(), cursor, size),
                m -> row(m, locale));
    }

    private List<? extends @Nullable Object> row(StockMoveView m, Locale locale) {
        return List.of(
                m.at(),
                m.locationName(),
                reason(m, locale),
                m.onHand(),
                m.onHandAfter(),
                m.reserved(),
                m.reservedAfter(),
                m.transit(),
                m.reference(),
                m.note(),
                m.actorName());
    }

    /** With the kind of record behind it, as on the page. */
    private String reason(StockMoveView move, Locale locale) {
        String reason = text("stock.reason." + move.reason().code(), locale);
        return switch (move.referenceType()) {
            case "order" -> reason + " · " + text("stock.order", locale);
            case "transfer" -> reason + " · " + text("transfer.one", locale);
            default -> reason;
        };
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
