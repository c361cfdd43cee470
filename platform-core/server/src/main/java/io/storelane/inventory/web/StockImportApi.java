package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.StockImport;
import io.storelane.inventory.StockImport.Meaning;
import io.storelane.inventory.StockImportCheck;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Counts, safety stock and receipts from a file: looked at, then done row by row by a job. */
@RestController
@RequestMapping("/api/v1/stock/imports")
class StockImportApi {

    private static final String FILE =
            "The body is the file: a row for each SKU and location, `sku,location,units`, where `location` is its code;"
                    + " with a line of titles or without, divided by commas, semicolons or tabs, in UTF-8 or GB 18030."
                    + " An export of the stock list can be sent back. `meaning` is `count` (that many are there),"
                    + " `receive` (that many have arrived) or `safety` (that many are kept back). 2,000 rows at most.";

    private final StockImport imports;
    private final StockImportCheck checks;
    private final MessageSource messages;

    StockImportApi(StockImport imports, StockImportCheck checks, MessageSource messages) {
        this.imports = imports;
        this.checks = checks;
        this.messages = messages;
    }

    /** @param line as a spreadsheet program numbers it */
    record LineError(long line, String code, String detail) {}

    /** @param errors of the rows that would be left as they are, by line */
    record CheckedStock(int rows, List<LineError> errors) {}

    record StartedStock(UUID jobId) {}

    @ApiOperation(
            value = "Check a file of stock",
            details = FILE
                    + " Nothing is written: `errors` says which lines would be refused, as things are now, and why.",
            scope = Permission.STOCK_MANAGE,
            answer = """
                    {"rows": 2, "errors": [{"line": 3, "code": "inventory/sku-unknown", "detail": "There is no SKU “NOTHING”."}]}""")
    @PostMapping(path = "/check", consumes = "text/csv")
    CheckedStock check(@RequestParam String meaning, @RequestBody byte[] file, Locale locale) {
        Access.current().require(Permission.STOCK_MANAGE);
        StockFile read = read(meaning, file);
        List<LineError> errors = new ArrayList<>();
        read.wrong().forEach(wrong -> errors.add(error(wrong.line(), wrong.why(), locale)));
        read.twice().forEach(t -> errors.add(error(t.line(), twice("", t), locale)));
        if (!read.rows().isEmpty() || read.wrong().isEmpty()) {
            for (Fault fault : checks.check(meaning(meaning), read.rows())) {
                int row = Integer.parseInt(fault.path().split("/", -1)[2]);
                errors.add(error(read.lines().get(row), fault, locale));
            }
        }
        errors.sort(Comparator.comparingLong(LineError::line));
        return new CheckedStock(
                read.rows().size() + read.wrong().size() + read.twice().size(), errors);
    }

    @ApiOperation(
            value = "Import a file of stock",
            details = FILE
                    + " A job does row by row what can be done, see `/api/v1/jobs/{id}/items`. A line that is no such row,"
                    + " or of a count or safety stock names the SKU and location of an earlier one, is refused with 422, and"
                    + " nothing begins. `reference` is the number of the paper behind it.",
            scope = Permission.STOCK_MANAGE,
            answer = """
                    {"jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20"}""")
    @PostMapping(consumes = "text/csv")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedStock start(
            @RequestParam String meaning,
            @RequestParam(defaultValue = "") String reference,
            @RequestBody byte[] file,
            HttpServletResponse response) {
        Access.current().require(Permission.STOCK_MANAGE);
        StockFile read = read(meaning, file);
        var errors = new FieldErrors();
        errors.addAll(read.wrong().stream().map(StockFile.Wrong::why).toList());
        errors.addAll(
                read.twice().stream().map(t -> twice("/lines/" + t.line(), t)).toList());
        if (reference.length() > 100) {
            errors.add("reference", InventoryProblem.REFERENCE_LONG);
        }
        errors.throwIfAny();
        UUID job = imports.start(meaning(meaning), read.rows(), reference.strip());
        response.setHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + job);
        return new StartedStock(job);
    }

    private static Meaning meaning(String code) {
        return Stream.of(Meaning.values())
                .filter(m -> m.code().equals(code))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        List.of(Fault.of(InventoryProblem.MEANING_UNKNOWN, "meaning")),
                        InventoryProblem.MEANING_UNKNOWN));
    }

    private StockFile read(String meaning, byte[] file) {
        return StockFile.of(StockFile.decode(file), StockFile.Titles.of(messages, meaning(meaning)), meaning(meaning));
    }

    private static Fault twice(String path, StockFile.Twice again) {
        return Fault.of(InventoryProblem.ROW_TWICE, path, again.sku(), again.location(), again.first());
    }

    private LineError error(long line, Fault fault, Locale locale) {
        ProblemCode code = fault.code();
        return new LineError(
                line,
                Problems.name(code),
                messages.getMessage(code.messageKey(), fault.args().toArray(), locale));
    }
}
