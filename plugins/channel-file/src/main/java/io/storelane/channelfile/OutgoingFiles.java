package io.storelane.channelfile;

import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
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
    private final Tables tables;
    private final MessageSource messages;

    OutgoingFiles(Books books, Importing importing, Tables tables, MessageSource messages) {
        this.books = books;
        this.importing = importing;
        this.tables = tables;
        this.messages = messages;
    }

    /** Each order that can be read, and each fault, in the order of the file. */
    @GetMapping("/files/{id}/result.csv")
    ResponseEntity<byte[]> result(@PathVariable UUID id, Locale locale) {
        Books.Upload upload = books.find(id).orElseThrow(FilesPage::missing);
        Account account = importing.account(upload.account());
        Reading reading = importing.read(upload, account);
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "number", "row", "column", "outcome"));
        Set<String> brought = new HashSet<>(books.brought(id));
        for (Draft draft : reading.drafts()) {
            String key = !upload.state().equals("done")
                    ? "file.outcome.checked"
                    : brought.contains(draft.number()) ? "file.outcome.taken" : "file.outcome.known";
            rows.add(List.of(draft.number(), "", "", said(key, locale)));
        }
        for (Reading.Fault fault : reading.faults()) {
            rows.add(List.of(
                    fault.number(),
                    Integer.toString(fault.row()),
                    fault.column(),
                    messages.getMessage(fault.key(), new Object[] {fault.value()}, locale)));
        }
        return csv("result-" + upload.name(), rows);
    }

    @GetMapping("/accounts/{id}/stock.csv")
    ResponseEntity<byte[]> stock(@PathVariable UUID id, Locale locale) {
        Account account = importing.account(id);
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "sku", "units"));
        rows.addAll(books.stock(id));
        return csv("stock-" + account.name() + ".csv", rows);
    }

    @GetMapping("/accounts/{id}/parcels.csv")
    ResponseEntity<byte[]> parcels(@PathVariable UUID id, Locale locale) {
        Account account = importing.account(id);
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "number", "carrier", "tracking", "content", "at"));
        rows.addAll(books.parcels(account));
        return csv("parcels-" + account.name() + ".csv", rows);
    }

    private List<String> titles(Locale locale, String... columns) {
        return Stream.of(columns).map(c -> said("file.column." + c, locale)).toList();
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    private ResponseEntity<byte[]> csv(String name, List<List<String>> rows) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.endsWith(".csv") ? name : name + ".csv", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(tables.csv(rows));
    }
}
