package io.storelane.webhook.web;

import io.storelane.webhook.WebhookDetails;
import io.storelane.webhook.WebhookView;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receiver as typed. */
record WebhookForm(
        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 2000) String url,
        List<String> types,
        Boolean on,
        Long version) {

    // what a form does not send is no fault of its own
    WebhookForm(
            @Nullable String name,
            @Nullable String url,
            @Nullable List<String> types,
            @Nullable Boolean on,
            @Nullable Long version) {
        this.name = name == null ? "" : name;
        this.url = url == null ? "" : url;
        this.types = types == null ? List.of() : List.copyOf(types);
        this.on = on != null && on;
        this.version = version == null ? 0L : version;
    }

    static WebhookForm empty() {
        return new WebhookForm("", "", List.of(), true, 0L);
    }

    static WebhookForm of(WebhookView w) {
        return new WebhookForm(w.name(), w.url(), w.types(), w.on(), w.version());
    }

    WebhookDetails details() {
        return new WebhookDetails(name.strip(), url.strip(), types);
    }
}
