package io.storelane.dataset.web;

import io.storelane.dataset.ImportFinding;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportOutcome;
import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OwnTransaction;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Files in: uploaded, matched, looked at without a change, then written by a job. */
@RestController
@RequestMapping("/api/v1/imports")
class ImportsApi {

    private static final String FILE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "prices", "fileName": "spring.csv", "format": "csv",
             "sizeBytes": 52, "charset": "GB18030", "charsetGuessed": true, "formulas": 0, "rows": 3,
             "columns": [{"name": "货号", "samples": ["MUG-RED"]}, {"name": "售价", "samples": ["39.00"]}],
             "mapping": {"sku": 0, "price": 1}, "unusedColumns": [], "options": {}, "state": "checked",
             "check": {"added": 1, "changed": 1, "unchanged": 0, "faulty": 1},
             "run": {"added": 0, "changed": 0, "unchanged": 0, "faulty": 0},
             "jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "createdAt": "2026-11-22T08:00:00Z", "version": 3}""";

    private static final String ERROR = """
            {"row": 4, "subject": "MUG-RED", "field": "price", "column": "售价", "value": "12,5x", "code": "dataset/no-amount",
             "detail": "This is no amount of money. Write it as 12.50."}""";

    private static final String STARTED = """
            {"jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20"}""";

    private final Imports imports;
    private final ImportFields fields;
    private final ImportResult result;

    ImportsApi(Imports imports, ImportFields fields, ImportResult result) {
        this.imports = imports;
        this.fields = fields;
        this.result = result;
    }

    record ImportFieldDoc(String code, String form, boolean required) {}

    /** @param values what it may be, the first unless another is said; none for a free text */
    record ImportOptionDoc(String code, List<String> values) {}

    record ImportKindDoc(String code, List<ImportFieldDoc> fields, List<ImportOptionDoc> options) {}

    record ImportColumn(String name, List<String> samples) {}

    record ImportCounts(int added, int changed, int unchanged, int faulty) {

        static ImportCounts of(ImportView.Counts c) {
            return new ImportCounts(c.added(), c.changed(), c.unchanged(), c.faulty());
        }
    }

    /**
     * @param charsetGuessed true if the file does not name its encoding and nobody has
     * @param formulas cells with a formula: what they came to when the file was saved is taken
     * @param mapping for fields the number of their column, from 0
     * @param check what would become of the rows looked at so far
     * @param run what became of the rows written so far
     * @param jobId the job that looks at it, or writes it; null before
     */
    record ImportDoc(
            UUID id,
            String kind,
            String fileName,
            String format,
            long sizeBytes,
            String charset,
            boolean charsetGuessed,
            int formulas,
            int rows,
            List<ImportColumn> columns,
            Map<String, Integer> mapping,
            List<String> unusedColumns,
            Map<String, String> options,
            String state,
            ImportCounts check,
            ImportCounts run,
            @Nullable UUID jobId,
            Instant createdAt,
            long version)
            implements Versioned {}

    /** @param field at fault; empty if none is in particular */
    record ImportRowError(
            int row, String subject, String field, String column, String value, String code, String detail) {}

    record Matching(Map<String, Integer> mapping, @Nullable Map<String, String> options) {}

    record Encoding(String charset) {}

    record StartedJob(UUID jobId) {}

    private static ImportDoc shown(ImportView v) {
        return new ImportDoc(
                v.id(),
                v.kind(),
                v.fileName(),
                v.format(),
                v.sizeBytes(),
                v.charset(),
                v.guessed(),
                v.formulas(),
                v.rows(),
                v.columns().stream()
                        .map(c -> new ImportColumn(c.name(), c.samples()))
                        .toList(),
                v.mapping(),
                v.unused(),
                v.options(),
                v.state().code(),
                ImportCounts.of(v.check()),
                ImportCounts.of(v.run()),
                v.jobId(),
                v.createdAt(),
                v.version());
    }

    private static ImportKindDoc shown(ImportKind kind) {
        return new ImportKindDoc(
                kind.code(),
                kind.fields().stream()
                        .map(f -> new ImportFieldDoc(f.code(), f.form().name().toLowerCase(Locale.ROOT), f.required()))
                        .toList(),
                kind.options().stream()
                        .map(o -> new ImportOptionDoc(o.code(), o.values()))
                        .toList());
    }

    @ApiOperation(
            value = "List kinds of imports",
            details =
                    "Those that the key may import, with the fields that a column can stand for. `form` is what its cells hold:"
                            + " `text`, `code` (a number that names something), `whole`, `amount` (in whole units of the currency,"
                            + " such as `12.50`), `time` or `yes_no`.",
            answer = """
                    {"code": "prices", "fields": [{"code": "sku", "form": "code", "required": true}], "options": []}""")
    @GetMapping("/kinds")
    ApiPage<ImportKindDoc> kinds() {
        return new ApiPage<>(imports.kinds().stream().map(ImportsApi::shown).toList(), null);
    }

    @ApiOperation(
            value = "Read a file to begin with",
            details = "A CSV file with the titles of a kind in both languages, and a row that shows what they hold.")
    @GetMapping(path = "/template", produces = "text/csv")
    void template(@RequestParam(defaultValue = "products") String kind, HttpServletResponse response)
            throws IOException {
        result.template(kind, ZoneOffset.UTC, response);
    }

    @ApiOperation(
            value = "Upload a file",
            details =
                    "The body is the file: a CSV text divided by commas, semicolons or tabs, or an XLSX workbook, 100 MB and"
                            + " 200,000 rows at most; its first row names the columns. `kind` is `products` (asks for"
                            + " `products.manage`), `prices` (`prices.manage`), `stock` (`stock.manage`), `customers`"
                            + " (`customers.manage`), `orders` (`orders.manage`) or one that a plugin brings (see `/kinds`). The encoding of a text is found out: UTF-8,"
                            + " UTF-16 or GB 18030; `charset` says another. `mapping` is how columns with these titles were used"
                            + " last, or else guessed by them. Nothing is written yet. The file is kept for a week, for who has"
                            + " sent it.",
            answer = FILE)
    @OwnTransaction
    @PostMapping(
            consumes = {
                "text/csv",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/octet-stream"
            })
    ResponseEntity<ImportDoc> upload(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "import.csv") String fileName,
            @RequestParam(defaultValue = "") String charset,
            InputStream file) {
        ImportView made = imports.find(imports.upload(kind, fileName, charset, file));
        return ResponseEntity.created(URI.create("/api/v1/imports/" + made.id()))
                .body(shown(made));
    }

    @ApiOperation(value = "List imports", details = "Those of the key, the newest first.", answer = FILE)
    @GetMapping
    ApiPage<ImportDoc> list(Paging page) {
        return ApiPage.of(imports.page(page.cursor(), page.limit()), ImportsApi::shown);
    }

    @ApiOperation(
            value = "Read an import",
            details =
                    "`state` is `uploaded`, `checking`, `checked`, `running`, `done`, `cancelled` or `failed`. `check` and `run`"
                            + " count the rows dealt with so far: together they tell how far it is, of `rows`.",
            answer = FILE)
    @GetMapping("/{id}")
    ImportDoc get(@PathVariable UUID id) {
        return shown(imports.find(id));
    }

    @ApiOperation(
            value = "Read a file in another encoding",
            details =
                    "Of a text whose encoding was not found out well: `UTF-8`, `GB18030`, `UTF-16`, `UTF-16LE`, `UTF-16BE`, `Big5`"
                            + " or `windows-1252`.",
            body = """
                    {"charset": "Big5"}""",
            answer = FILE)
    @OwnTransaction
    @PostMapping("/{id}/charset")
    ImportDoc readAs(@PathVariable UUID id, @RequestBody Encoding body) {
        imports.readAs(id, body.charset());
        return get(id);
    }

    @ApiOperation(
            value = "Check the rows of a file",
            details =
                    "`mapping` says for fields the number of their column, from 0; it is remembered for files with the same titles."
                            + " A job looks at each row and changes nothing: `check` of the import counts what would become of them,"
                            + " and `/errors` says what is wrong with which. `options` of `stock`: `meaning` (`count`, `receive` or"
                            + " `safety`) and `reference`, the number of the paper, which `receive` needs: under it, a SKU is taken"
                            + " in once at a location. Of `orders`: `short` (`accept` or `refuse` orders with missing units).",
            body = """
                    {"mapping": {"sku": 0, "price": 1}, "options": {}}""",
            answer = STARTED)
    @OwnTransaction
    @PostMapping("/{id}/check")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedJob check(
            @PathVariable UUID id, @RequestBody Matching body, @IfMatch long version, HttpServletResponse response) {
        Map<String, String> options = body.options();
        return started(imports.check(id, version, body.mapping(), options == null ? Map.of() : options), response);
    }

    private static StartedJob started(UUID job, HttpServletResponse response) {
        response.setHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + job);
        return new StartedJob(job);
    }

    @ApiOperation(
            value = "List what is wrong with rows",
            details =
                    "By row, of the check, or of the run once it was started. `after` is the `row` of the last one seen.",
            answer = ERROR)
    @GetMapping("/{id}/errors")
    ApiPage<ImportRowError> errors(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer after,
            @RequestParam(defaultValue = "50") int limit,
            Locale locale) {
        Paging.check(limit);
        ImportView file = imports.find(id);
        List<ImportOutcome> found = imports.faults(id, after == null ? 0 : after, limit + 1);
        List<ImportOutcome> page = found.subList(0, Math.min(limit, found.size()));
        return new ApiPage<>(
                page.stream()
                        .flatMap(o -> o.findings().stream().map(f -> error(file, o, f, locale)))
                        .toList(),
                found.size() > limit ? String.valueOf(page.getLast().row()) : null);
    }

    private ImportRowError error(ImportView file, ImportOutcome outcome, ImportFinding finding, Locale locale) {
        return new ImportRowError(
                outcome.row(),
                outcome.label(),
                finding.field(),
                fields.column(file, finding.field(), locale),
                finding.value(),
                Problems.name(finding.messageKey()),
                fields.sentence(finding, locale));
    }

    @ApiOperation(
            value = "Import the rows of a checked file",
            details =
                    "A job writes the rows that nothing is wrong with. What is so already stays: the same file again changes nothing."
                            + " Asked again, it names the same job. 409 if it was not checked, or would change nothing.",
            answer = STARTED)
    @PostMapping("/{id}/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedJob start(@PathVariable UUID id, HttpServletResponse response) {
        return started(imports.start(id), response);
    }

    @ApiOperation(
            value = "Cancel what is going on",
            details = "It ends before its next rows; what is written stays. 409 if nothing is going on.",
            answer = FILE)
    @PostMapping("/{id}/cancel")
    ImportDoc cancel(@PathVariable UUID id) {
        imports.cancel(id);
        return get(id);
    }

    @ApiOperation(
            value = "Go on with what was cancelled",
            details = "The rows that were left out are written. 409 if there are none.",
            answer = FILE)
    @PostMapping("/{id}/go-on")
    ImportDoc goOn(@PathVariable UUID id) {
        imports.goOn(id);
        return get(id);
    }

    @ApiOperation(
            value = "Read what became of each row",
            details =
                    "A CSV file in the language of `Accept-Language`: row, what it is about, outcome, and what is wrong where; of the"
                            + " check, or of the run once it was started. `faulty=true` leaves out what went well.")
    @GetMapping(path = "/{id}/result", produces = "text/csv")
    void result(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean faulty,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        result.send(id, faulty, ZoneOffset.UTC, locale, response);
    }
}
