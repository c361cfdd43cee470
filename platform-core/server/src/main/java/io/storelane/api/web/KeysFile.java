package io.storelane.api.web;

import io.storelane.api.ApiKeyView;
import io.storelane.api.ApiKeys;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The API keys as a file, without what opens a door. */
@Component
class KeysFile implements ListFile<ApiKeys.Filter> {

    private final ApiKeys keys;
    private final MessageSource messages;

    KeysFile(ApiKeys keys, MessageSource messages) {
        this.keys = keys;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "api-keys";
    }

    @Override
    public Class<ApiKeys.Filter> filter() {
        return ApiKeys.Filter.class;
    }

    @Override
    public Sheet<?> sheet(ApiKeys.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "apikey",
                        "name",
                        "hint",
                        "scopes",
                        "place",
                        "madeBy",
                        "createdAt",
                        "expiresAt",
                        "lastUsedAt",
                        "state"),
                (cursor, size) -> keys.find(filter, cursor, size),
                k -> row(k, locale));
    }

    private List<? extends @Nullable Object> row(ApiKeyView k, Locale locale) {
        String scopes = k.names().stream()
                .map(name -> messages.getMessage("permission." + name, null, name, locale))
                .collect(Collectors.joining("; "));
        return Arrays.asList(
                k.name(),
                k.hint(),
                scopes,
                k.node(),
                k.madeBy(),
                k.createdAt(),
                k.expiresAt(),
                k.lastUsedAt(),
                text("apikey.state." + k.state(), locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
