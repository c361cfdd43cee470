package io.storelane.audit.web;

import io.storelane.audit.AuditEntry;
import io.storelane.audit.AuditFilter;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditPage;
import io.storelane.tenancy.Slice;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The trail as a file, in the words of the reader's language. */
@Component
class TrailFile implements ListFile<AuditFilter> {

    private final AuditLog audit;
    private final MessageSource messages;

    TrailFile(AuditLog audit, MessageSource messages) {
        this.audit = audit;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Class<AuditFilter> filter() {
        return AuditFilter.class;
    }

    @Override
    public Sheet<?> sheet(AuditFilter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages, locale, "audit", "time", "who", "action", "target", "place", "changes", "request",
                        "ip"),
                (cursor, size) -> page(filter, cursor, size),
                e -> row(e, locale));
    }

    @Override
    public void handOut(AuditFilter filter, long rows) {
        audit.handedOut(rows);
    }

    private Slice<AuditEntry> page(AuditFilter filter, String cursor, int size) {
        AuditPage page = audit.exported(
                filter, cursor.isEmpty() ? null : UUID.fromString(cursor.replaceFirst("^[.]", "")), size);
        List<AuditEntry> entries = page.entries();
        return new Slice<>(entries, null, page.more() ? entries.getLast().id().toString() : null);
    }

    private List<? extends @Nullable Object> row(AuditEntry e, Locale locale) {
        String changes = e.changes().stream()
                .map(c -> text("field", c.field(), locale) + ": " + c.before() + " → " + c.after())
                .collect(Collectors.joining("; "));
        return Arrays.asList(
                e.at(),
                e.actorName(),
                text("action", e.action(), locale),
                e.targetLabel(),
                e.nodeName(),
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
