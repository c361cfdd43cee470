package io.storelane.export.web;

import io.storelane.access.Permission;
import io.storelane.export.ExportView;
import io.storelane.export.Exports;
import io.storelane.web.api.ApiErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.list.Download;
import io.storelane.web.list.FileFormat;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Files that jobs make: of any list, and of all that the workspace has. */
@RestController
@RequestMapping("/api/v1/exports")
class ExportsApi {

    private static final String EXPORT = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "list": "orders", "format": "csv", "state": "ready", "rows": 120000,
             "bytes": 48213044, "jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "createdAt": "2026-11-22T08:00:00Z",
             "finishedAt": "2026-11-22T08:01:10Z", "expiresAt": "2026-11-25T08:00:00Z"}""";

    private final Exports exports;
    private final ExportFiles files;
    private final JsonMapper json;

    ExportsApi(Exports exports, ExportFiles files, JsonMapper json) {
        this.exports = exports;
        this.files = files;
        this.json = json;
    }

    /**
     * @param list null for the whole workspace
     * @param state {@code waiting}, {@code running}, {@code ready}, {@code failed}, {@code cancelled} or {@code expired}
     */
    record Export(
            UUID id,
            @Nullable String list,
            String format,
            String state,
            long rows,
            long bytes,
            UUID jobId,
            Instant createdAt,
            @Nullable Instant finishedAt,
            Instant expiresAt) {

        static Export of(ExportView e) {
            FileFormat format = e.format();
            return new Export(
                    e.id(),
                    e.workspace() ? null : e.list(),
                    format == null ? "zip" : format.code(),
                    e.state(),
                    e.rows(),
                    e.bytes(),
                    e.job().id(),
                    e.createdAt(),
                    e.finishedAt(),
                    e.expiresAt());
        }
    }

    record ListName(String list, List<String> filter) {}

    record ExportBody(
            @NotBlank @Size(max = 80) String list,
            @Nullable @Size(max = 4) String format,
            @Nullable Map<String, Object> filter) {}

    @ApiOperation(
            value = "List exports",
            details =
                    "The newest first: those that the key began. `state` is `waiting`, `running`, `ready`, `failed`, `cancelled` or"
                            + " `expired`.",
            answer = EXPORT)
    @GetMapping
    ApiPage<Export> list(Paging page) {
        return ApiPage.of(exports.find(page.cursor(), page.limit()), Export::of);
    }

    @ApiOperation(
            value = "List what can be exported",
            details = "Each list with the parts of its filter; a dot leads into an object.",
            answer = """
                    {"list": "brands", "filter": ["q", "sort"]}""")
    @GetMapping("/lists")
    ApiPage<ListName> lists() {
        return new ApiPage<>(
                exports.lists().entrySet().stream()
                        .map(e -> new ListName(e.getKey(), e.getValue()))
                        .toList(),
                null);
    }

    @ApiOperation(
            value = "Start the export of a list",
            details =
                    "A job reads all that the list shows with this filter: see Jobs for its progress and to cancel it. Its file can be"
                            + " fetched for three days. The key needs what the list itself needs. Times in the file are UTC, its words in the"
                            + " language of `Accept-Language`.",
            body = """
                    {"list": "brands", "format": "xlsx", "filter": {"q": "hill"}}""",
            answer = EXPORT)
    @PostMapping
    ResponseEntity<Export> start(@RequestBody ExportBody body) {
        String format = body.format() == null ? "csv" : body.format();
        FileFormat wanted =
                FileFormat.of(format).orElseThrow(() -> ApiErrors.unknownValue("format", FileFormat.codes()));
        String filter = body.filter() == null ? "{}" : json.writeValueAsString(body.filter());
        return made(exports.startList(body.list(), wanted, filter, ZoneOffset.UTC));
    }

    @ApiOperation(
            value = "Start the export of the workspace",
            details =
                    "A job reads all records and files of the workspace. Its archive can be fetched for three days; `manifest.json` in"
                            + " it names each file with its rows and SHA-256.",
            scope = Permission.WORKSPACE_EXPORT,
            answer = EXPORT)
    @PostMapping("/workspace")
    ResponseEntity<Export> workspace() {
        return made(exports.startWorkspace());
    }

    private ResponseEntity<Export> made(UUID id) {
        return ResponseEntity.created(URI.create("/api/v1/exports/" + id)).body(get(id));
    }

    @ApiOperation(value = "Read an export", answer = EXPORT)
    @GetMapping("/{id}")
    Export get(@PathVariable UUID id) {
        return Export.of(exports.export(id));
    }

    @ApiOperation(
            value = "Fetch the file of an export",
            details =
                    "CSV or a workbook, as `format` says or else as it was asked for; of the workspace an archive. 409 before it is"
                            + " ready, 410 when its time is over.")
    @GetMapping(
            path = "/{id}/file",
            produces = {"text/csv", Download.XLSX, "application/zip"})
    void file(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") @OneOf({"csv", "xlsx"}) String format,
            HttpServletResponse response)
            throws IOException {
        files.send(id, FileFormat.of(format).orElse(null), response);
    }
}
