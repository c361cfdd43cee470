package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.ProductImport;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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

/** Products from a file: checked as a whole, then written product by product by a job. */
@RestController
@RequestMapping("/api/v1/products/imports")
class ProductImportsApi {

    private static final String CHECKED = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "fileName": "spring.csv", "rows": 3, "added": 1, "changed": 1, "faulty": 1,
             "errors": [{"line": 4, "sku": "MUG-RED", "code": "catalog/sku-twice", "detail": "The file has the SKU MUG-RED twice."}],
             "jobId": null}""";

    private final ProductImport imports;
    private final MessageSource messages;

    ProductImportsApi(ProductImport imports, MessageSource messages) {
        this.imports = imports;
        this.messages = messages;
    }

    /** @param line as a spreadsheet program numbers it */
    record ProductLineError(int line, String sku, String code, String detail) {}

    /**
     * @param added products that will be new
     * @param changed products of which something may change
     * @param faulty products that are left out
     * @param jobId the job that writes it; null before it is started
     */
    record CheckedProducts(
            UUID id,
            String fileName,
            int rows,
            int added,
            int changed,
            int faulty,
            List<ProductLineError> errors,
            @Nullable UUID jobId) {}

    record StartedImport(UUID jobId) {}

    private CheckedProducts shown(ProductImport.Checked c, Locale locale) {
        return new CheckedProducts(
                c.id(),
                c.fileName(),
                c.rows(),
                c.added(),
                c.changed(),
                c.faulty(),
                c.faults().stream()
                        .map(f -> new ProductLineError(
                                f.line(),
                                f.sku(),
                                Problems.name(f.messageKey()),
                                messages.getMessage(f.messageKey(), f.args().toArray(), locale)))
                        .toList(),
                c.jobId());
    }

    @ApiOperation(
            value = "Check a file of products",
            details =
                    "The body is the file: a line for each variant, divided by commas, semicolons or tabs, in UTF-8 or GB 18030,"
                            + " 20,000 lines and 10 MB at most. The first line names the columns: `sku` is needed; `product`,"
                            + " `title_zh`, `title_en`, `description_zh`, `description_en`, `kind`, `brand`, `category`, `option1`,"
                            + " `value1` (up to 3), `gtin`, `weight_g`, `length_mm`, `width_mm`, `height_mm`, `price`, `active` may be"
                            + " there. Lines with the same `product` are variants of one. A SKU that is known is changed in what the"
                            + " file says of it. Nothing is written yet: the answer says what would be, and what is wrong with which"
                            + " line. It is kept for a week.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = CHECKED)
    @PostMapping(consumes = "text/csv")
    ResponseEntity<CheckedProducts> check(
            @RequestParam(defaultValue = "products.csv") String fileName, @RequestBody byte[] file, Locale locale) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        UUID id = imports.check(fileName.strip(), file);
        return ResponseEntity.created(URI.create("/api/v1/products/imports/" + id))
                .body(shown(imports.checked(id), locale));
    }

    @ApiOperation(
            value = "Read a checked file of products",
            details = "One that the maker of the key has had checked.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = CHECKED)
    @GetMapping("/{id}")
    CheckedProducts get(@PathVariable UUID id, Locale locale) {
        return shown(imports.checked(id), locale);
    }

    @ApiOperation(
            value = "Import a checked file of products",
            details =
                    "A job writes the products without faults, each with its result, see `/api/v1/jobs/{id}/items`. Asked again, it"
                            + " names the same job.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = """
                    {"jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20"}""")
    @PostMapping("/{id}/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    StartedImport start(@PathVariable UUID id, HttpServletResponse response) {
        UUID job = imports.start(id);
        response.setHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + job);
        return new StartedImport(job);
    }
}
