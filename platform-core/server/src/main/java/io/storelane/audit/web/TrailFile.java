package io.storelane.audit.web;

import io.storelane.audit.AuditEntry;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The trail as a file, in the words of the reader's language. */
@Component
class TrailFile {

    private final MessageSource messages;

    TrailFile(MessageSource messages) {
        this.messages = messages;
    }

    /** @param zone that times are in */
    void send(List<AuditEntry> entries, ZoneId zone, Locale locale, HttpServletResponse response) throws IOException {
        List<String> header = Stream.of("time", "who", "action", "target", "place", "changes", "request", "ip")
                .map(column -> messages.getMessage("audit." + column, null, locale))
                .toList();
        Csv.send(response, "audit", zone, header, entries.stream().map(e -> row(e, zone, locale)));
    }

    private List<String> row(AuditEntry e, ZoneId zone, Locale locale) {
        String changes = e.changes().stream()
                .map(c -> text("field", c.field(), locale) + ": " + c.before() + " → " + c.after())
                .collect(Collectors.joining("; "));
        String place = e.nodeName();
        return List.of(
                Csv.time(e.at(), zone),
                e.actorName(),
                text("action", e.action(), locale),
                e.targetLabel(),
                place == null ? "" : place,
                changes,
                e.requestId(),
                e.ip());
    }

    /** The text of an action or a field; its own name if it has none. */
    private String text(String kind, String name, Locale locale) {
        String text = messages.getMessage("audit." + kind + "." + name, null, name, locale);
        return text == null ? name : text;
    }
}
