package io.storelane.webhook.web;

import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import io.storelane.webhook.Deliveries;
import io.storelane.webhook.DeliveryView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What was sent to the receivers as a file. */
@Component
class DeliveriesFile implements ListFile<Deliveries.Filter> {

    private final Deliveries deliveries;
    private final MessageSource messages;

    DeliveriesFile(Deliveries deliveries, MessageSource messages) {
        this.deliveries = deliveries;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "webhook-deliveries";
    }

    @Override
    public Class<Deliveries.Filter> filter() {
        return Deliveries.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Deliveries.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "delivery",
                        "type",
                        "webhook",
                        "object",
                        "objectId",
                        "event",
                        "happened",
                        "stateLabel",
                        "attempts",
                        "status",
                        "fault",
                        "settled"),
                (cursor, size) -> deliveries.find(filter, cursor, size),
                d -> row(d, locale));
    }

    private List<? extends @Nullable Object> row(DeliveryView d, Locale locale) {
        return Arrays.asList(
                d.type(),
                d.webhook(),
                d.objectType(),
                d.objectId(),
                d.eventId(),
                d.happenedAt(),
                messages.getMessage("delivery.state." + d.state(), null, locale),
                d.attempts(),
                d.status(),
                d.faultKey().isEmpty() ? "" : messages.getMessage(d.faultKey(), null, locale),
                d.settledAt());
    }
}
