package io.storelane.notification.web;

import io.storelane.notification.Notifications;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the caller was told as a file. */
@Component
class NotificationsFile implements ListFile<Notifications.Filter> {

    private final Notifications notifications;
    private final MessageSource messages;

    NotificationsFile(Notifications notifications, MessageSource messages) {
        this.notifications = notifications;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "notifications";
    }

    @Override
    public Class<Notifications.Filter> filter() {
        return Notifications.Filter.class;
    }

    @Override
    public Notifications.Filter known(Notifications.Filter filter) {
        return notifications.isKind(filter.kind()) ? filter : new Notifications.Filter("", filter.unread());
    }

    @Override
    public Sheet<?> sheet(Notifications.Filter filter, Locale locale) {
        return new Sheet<>(
                Stream.of("text", "number", "first", "at", "read")
                        .map(name -> messages.getMessage("notification." + name, null, locale))
                        .toList(),
                (cursor, size) -> notifications.find(filter, cursor, size),
                n -> Arrays.asList(n.text(), n.count(), n.firstAt(), n.lastAt(), n.readAt()));
    }
}
