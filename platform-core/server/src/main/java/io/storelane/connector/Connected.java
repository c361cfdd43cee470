package io.storelane.connector;

import io.storelane.plugin.api.channel.Account;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An account as its connector sees it. */
record Connected(UUID id, UUID channel, String name, String currency, Map<String, String> values) implements Account {

    @Override
    public Optional<String> value(String field) {
        return Optional.ofNullable(values.get(field)).filter(value -> !value.isEmpty());
    }

    /** Secrets are no business of logs. */
    @Override
    public String toString() {
        return "Account " + id;
    }
}
