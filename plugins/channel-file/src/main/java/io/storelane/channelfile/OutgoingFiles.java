package io.storelane.channelfile;

import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.channel.Account;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Files that people take out: what became of an upload, stock of now, parcels that have left. */
@Controller
@RequiresPermission("channel-file.use")
class OutgoingFiles {

    private final Books books;
    private final Importing importing;
    private final Sheets sheets;

    OutgoingFiles(Books books, Importing importing, Sheets sheets) {
        this.books = books;
        this.importing = importing;
        this.sheets = sheets;
    }

    @GetMapping("/files/{id}/result.csv")
    ResponseEntity<byte[]> result(@PathVariable UUID id, Locale locale) {
        Books.Upload upload = books.find(id).orElseThrow(FilesPage::missing);
        Account account = importing.account(upload.account());
        return csv("result-" + upload.name(), sheets.result(upload, account, locale));
    }

    @GetMapping("/accounts/{id}/stock.csv")
    ResponseEntity<byte[]> stock(@PathVariable UUID id, Locale locale) {
        Account account = importing.account(id);
        return csv("stock-" + account.name(), sheets.stock(account, locale));
    }

    @GetMapping("/accounts/{id}/parcels.csv")
    ResponseEntity<byte[]> parcels(@PathVariable UUID id, Locale locale) {
        Account account = importing.account(id);
        return csv("parcels-" + account.name(), sheets.parcels(account, locale));
    }

    private ResponseEntity<byte[]> csv(String name, byte[] content) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.endsWith(".csv") ? name : name + ".csv", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(content);
    }
}
