package io.storelane.webhook.web;

import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import io.storelane.webhook.WebhookView;
import io.storelane.webhook.Webhooks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The receivers of the workspace as a file. */
@Component
class WebhooksFile implements ListFile<Webhooks.Filter> {

    private final Webhooks webhooks;
    private final MessageSource messages;

    WebhooksFile(Webhooks webhooks, MessageSource messages) {
        this.webhooks = webhooks;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public Class<Webhooks.Filter> filter() {
        return Webhooks.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Webhooks.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "webhook",
                        "name",
                        "url",
                        "types",
                        "state",
                        "succeeded",
                        "failing",
                        "waiting",
                        "dead"),
                (cursor, size) -> webhooks.find(filter, cursor, size),
                w -> row(w, locale));
    }

    private List<? extends @Nullable Object> row(WebhookView w, Locale locale) {
        return Arrays.asList(
                w.name(),
                w.url(),
                w.types().isEmpty()
                        ? messages.getMessage("webhook.types.all", null, locale)
                        : String.join("; ", w.types()),
                messages.getMessage("webhook.state." + w.state(), null, locale),
                w.succeededAt(),
                w.failingSince(),
                w.waiting(),
                w.dead());
    }
}
