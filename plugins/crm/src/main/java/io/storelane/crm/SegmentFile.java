package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import io.storelane.plugin.api.RequiresPermission;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;

/** Members of a segment as a CSV file, which spreadsheets open; handing them out is on record. */
@Controller
@RequiresPermission("crm.export")
class SegmentFile {

    private static final int CHUNK = 5_000;
    private static final int MOST = 200_000;

    private final Segments segments;
    private final AuditTrail trail;
    private final MessageSource messages;

    SegmentFile(Segments segments, AuditTrail trail, MessageSource messages) {
        this.segments = segments;
        this.trail = trail;
        this.messages = messages;
    }

    @GetMapping("/segments/{id}/members.csv")
    @Transactional
    public ResponseEntity<byte[]> members(
            @PathVariable UUID id, @RequestAttribute("zone") ZoneId zone, java.util.Locale locale) {
        Segments.Segment segment = segments.find(id).orElseThrow(ProfilePage::missing);
        StringBuilder csv = new StringBuilder("\uFEFF");
        csv.append(line(Stream.of("crm.id", "crm.name", "crm.city", "crm.orders", "crm.lastOrder", "crm.tags")
                .map(key -> messages.getMessage(key, null, locale))));
        long written = 0;
        List<Profiles.Line> lines = segments.members(segment.rule(), null, CHUNK);
        while (!lines.isEmpty() && written < MOST) {
            lines.forEach(l -> csv.append(line(Stream.of(
                    l.id().toString(),
                    l.name(),
                    l.city(),
                    Long.toString(l.orders()),
                    l.lastOrderAt() == null
                            ? ""
                            : l.lastOrderAt().atZone(zone).toLocalDate().toString(),
                    String.join(", ", l.tags())))));
            written += lines.size();
            Profiles.Line last = lines.getLast();
            lines = segments.members(segment.rule(), new Profiles.Place(last.activeAt(), last.id()), CHUNK);
        }
        trail.record("segment.exported", id, segment.name(), Map.of("customers", written));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(segment.name() + ".csv", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Stream<String> cells) {
        return cells.map(SegmentFile::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** What a spreadsheet would take for a formula gets a quote before it. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
