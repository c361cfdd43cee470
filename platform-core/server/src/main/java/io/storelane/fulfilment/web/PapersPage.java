package io.storelane.fulfilment.web;

import io.storelane.web.Visitor;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/** Pick lists and packing slips of one or many fulfilment orders, to be printed: of those chosen in a list by its form. */
@Controller
@RequestMapping("/w/{workspace}/fulfilments/papers")
class PapersPage {

    private final PaperSheets sheets;

    PapersPage(PaperSheets sheets) {
        this.sheets = sheets;
    }

    @RequestMapping(
            path = "/pick-list",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<byte[]> pickList(
            @RequestParam(defaultValue = "") List<UUID> id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale) {
        return file("pick-list", sheets.pdf(PaperSheets.Kind.PICK, id, shop(), zone, locale));
    }

    @RequestMapping(
            path = "/packing-slip",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<byte[]> packingSlip(
            @RequestParam(defaultValue = "") List<UUID> id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale) {
        return file("packing-slip", sheets.pdf(PaperSheets.Kind.SLIP, id, shop(), zone, locale));
    }

    private static String shop() {
        Visitor.Place place = Visitor.current().place();
        return place == null ? "" : place.name();
    }

    static ResponseEntity<byte[]> file(String name, byte[] pdf) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline()
                                .filename(name + ".pdf")
                                .build()
                                .toString())
                .body(pdf);
    }
}
