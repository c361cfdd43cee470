package io.storelane.channel.web;

import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The sales channels as a file. */
@Component
class ChannelsFile implements ListFile<Channels.Filter> {

    private final Channels channels;
    private final MessageSource messages;

    ChannelsFile(Channels channels, MessageSource messages) {
        this.channels = channels;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public Class<Channels.Filter> filter() {
        return Channels.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Channels.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "channel",
                        "name",
                        "code",
                        "kind",
                        "node",
                        "currency",
                        "stockBuffer",
                        "state"),
                (cursor, size) -> channels.find(filter, cursor, size),
                c -> row(c, locale));
    }

    private List<? extends @Nullable Object> row(Channel c, Locale locale) {
        return List.of(
                c.name(),
                c.code(),
                text("channel.kind." + c.kind(), locale),
                c.nodeName(),
                c.currency(),
                c.stockBuffer(),
                text(c.active() ? "channel.active" : "channel.closed", locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
