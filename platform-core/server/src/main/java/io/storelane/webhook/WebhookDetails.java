package io.storelane.webhook;

import java.util.List;

/**
 * What a person or a program says of a receiver.
 *
 * @param types of events; empty = all
 */
public record WebhookDetails(String name, String url, List<String> types) {

    public WebhookDetails {
        types = List.copyOf(types);
    }

    /** Each once, by name. */
    List<String> sortedTypes() {
        return types.stream().distinct().sorted().toList();
    }
}
