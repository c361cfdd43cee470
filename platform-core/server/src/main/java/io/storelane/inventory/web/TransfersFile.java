package io.storelane.inventory.web;

import io.storelane.inventory.Transfers;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The transfers between locations as a file. */
@Component
class TransfersFile implements ListFile<Transfers.Filter> {

    private final Transfers transfers;
    private final MessageSource messages;

    TransfersFile(Transfers transfers, MessageSource messages) {
        this.transfers = transfers;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "transfers";
    }

    @Override
    public Class<Transfers.Filter> filter() {
        return Transfers.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Transfers.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "transfer",
                        "created",
                        "from",
                        "to",
                        "state",
                        "sent",
                        "received",
                        "arrived",
                        "note"),
                (cursor, size) -> transfers.find(filter, cursor, size),
                t -> Arrays.asList(
                        t.createdAt(),
                        t.fromName(),
                        t.toName(),
                        messages.getMessage("transfer.state." + (t.done() ? "received" : "in_transit"), null, locale),
                        t.sent(),
                        t.received(),
                        t.receivedAt(),
                        t.note()));
    }
}
