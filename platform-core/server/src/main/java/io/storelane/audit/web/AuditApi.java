package io.storelane.audit.web;

import io.storelane.access.Permission;
import io.storelane.audit.AuditEntry;
import io.storelane.audit.AuditFilter;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditPage;
import io.storelane.problem.ProblemException;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.ApiProblem;
import io.storelane.web.api.Paging;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditApi {

    private static final String ENTRY = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "at": "2026-11-22T08:00:00Z", "actorId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02",
             "actor": "Warehouse (API)", "action": "node.changed", "targetType": "node", "target": "West Lake store",
             "node": "West Lake store", "changes": [{"field": "city", "before": "", "after": "Hangzhou"}],
             "requestId": "6ec1f1b0-7c1a-4c39-9a24-0e1a3a1a9d5e", "ip": "203.0.113.10"}""";

    private final AuditLog audit;
    private final TrailFile file;

    AuditApi(AuditLog audit, TrailFile file) {
        this.audit = audit;
        this.file = file;
    }

    record Entry(
            UUID id,
            Instant at,
            @Nullable UUID actorId,
            String actor,
            String action,
            String targetType,
            String target,
            @Nullable String node,
            List<Change> changes,
            String requestId,
            String ip) {}

    record Change(String field, String before, String after) {}

    private static Entry entry(AuditEntry e) {
        return new Entry(
                e.id(),
                e.at(),
                e.actorId(),
                e.actorName(),
                e.action(),
                e.targetType(),
                e.targetLabel(),
                e.nodeName(),
                e.changes().stream()
                        .map(c -> new Change(c.field(), c.before(), c.after()))
                        .toList(),
                e.requestId(),
                e.ip());
    }

    @ApiOperation(
            value = "List the audit trail",
            details =
                    "The newest first. `q` is a part of the target's or the actor's name, or a whole request id; `until` is exclusive.",
            scope = Permission.AUDIT_VIEW,
            answer = ENTRY)
    @GetMapping
    ApiPage<Entry> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(required = false) @Nullable UUID actor,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        Paging.check(limit);
        AuditPage page = audit.find(new AuditFilter(q.strip(), action, actor, from, until), after, limit);
        List<Entry> entries = page.entries().stream().map(AuditApi::entry).toList();
        return new ApiPage<>(entries, page.more() ? entries.getLast().id().toString() : null);
    }

    @ApiOperation(
            value = "Export the audit trail",
            details =
                    "A file of what the list shows, the newest first; in the language of `Accept-Language`, times in UTC."
                            + " `format` is `csv` or `xlsx`. Of more than 10,000 entries a job makes it: see Exports. The export itself"
                            + " stands in the trail.",
            scope = {Permission.AUDIT_EXPORT, Permission.AUDIT_VIEW})
    @GetMapping(
            path = "/export",
            produces = {"text/csv", Download.XLSX})
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(required = false) @Nullable UUID actor,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            Download to)
            throws IOException {
        to.send(file, new AuditFilter(q.strip(), action, actor, from, until));
    }

    @ApiOperation(value = "Read an entry of the trail", scope = Permission.AUDIT_VIEW, answer = ENTRY)
    @GetMapping("/{id}")
    Entry get(@PathVariable UUID id) {
        return entry(audit.entry(id).orElseThrow(() -> new ProblemException(ApiProblem.UNKNOWN_PATH)));
    }
}
