package io.storelane.audit.web;

import io.storelane.audit.AuditFilter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of the page's address that says which entries to show; a day that is none is left out. */
record TrailQuery(
        @Nullable String q,
        @Nullable String action,
        @Nullable UUID actor,
        @Nullable String from,
        @Nullable String to) {

    /** Days begin at midnight of the workspace's zone; the last one is shown whole. */
    AuditFilter filter(ZoneId zone) {
        LocalDate first = day(from);
        LocalDate last = day(to);
        return new AuditFilter(
                text(q),
                text(action),
                actor,
                first == null ? null : first.atStartOfDay(zone).toInstant(),
                last == null ? null : last.plusDays(1).atStartOfDay(zone).toInstant());
    }

    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("q", text(q));
        params.put("action", text(action));
        params.put("actor", actor == null ? "" : actor.toString());
        params.put("from", text(from));
        params.put("to", text(to));
        return params;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static @Nullable LocalDate day(@Nullable String value) {
        if (value == null || value.length() != 10) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
