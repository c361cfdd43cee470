package io.storelane.fulfilment.web;

import io.storelane.access.Permission;
import io.storelane.web.api.ApiOperation;
import io.storelane.workspace.Workspaces;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is printed of fulfilment orders. */
@RestController
@RequestMapping("/api/v1/fulfilments/papers")
class PapersApi {

    private final PaperSheets sheets;
    private final Workspaces workspaces;

    PapersApi(PaperSheets sheets, Workspaces workspaces) {
        this.sheets = sheets;
        this.workspaces = workspaces;
    }

    @ApiOperation(
            value = "Print pick lists",
            details =
                    "A PDF file, a page or more for each `id`, 100 at most; of several the first page says what to fetch for all of them."
                            + " The language is that of `Accept-Language`, times are in UTC.",
            scope = Permission.FULFILMENT_VIEW)
    @GetMapping(path = "/pick-list", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> pickList(@RequestParam(defaultValue = "") List<UUID> id, Locale locale) {
        return PapersPage.file(
                "pick-list",
                sheets.pdf(
                        PaperSheets.Kind.PICK,
                        id,
                        workspaces.current().settings().name(),
                        ZoneOffset.UTC,
                        locale));
    }

    @ApiOperation(
            value = "Print packing slips",
            details =
                    "A PDF file like that of pick lists. With `personal.view` at the location the receiver's phone and street come in full,"
                            + " which goes on record; else they are masked.",
            scope = Permission.FULFILMENT_VIEW)
    @GetMapping(path = "/packing-slip", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> packingSlip(@RequestParam(defaultValue = "") List<UUID> id, Locale locale) {
        return PapersPage.file(
                "packing-slip",
                sheets.pdf(
                        PaperSheets.Kind.SLIP,
                        id,
                        workspaces.current().settings().name(),
                        ZoneOffset.UTC,
                        locale));
    }
}
