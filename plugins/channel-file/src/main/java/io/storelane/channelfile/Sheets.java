package io.storelane.channelfile;

import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Files that go out, as CSV with titles in a language. */
@Component
class Sheets {

    private final Books books;
    private final Importing importing;
    private final Tables tables;
    private final MessageSource messages;

    Sheets(Books books, Importing importing, Tables tables, MessageSource messages) {
        this.books = books;
        this.importing = importing;
        this.tables = tables;
        this.messages = messages;
    }

    /** What became of a file: each order that can be read, and each fault, in the order of the file. */
    byte[] result(Books.Upload upload, Account account, Locale locale) {
        Reading reading = importing.read(upload, account);
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "number", "row", "column", "outcome"));
        Set<String> brought = new LinkedHashSet<>(books.brought(upload.id()));
        if (upload.emptied()) {
            brought.forEach(number -> rows.add(List.of(number, "", "", said("file.outcome.taken", locale))));
        }
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
        return tables.csv(rows);
    }

    byte[] stock(Account account, Locale locale) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "sku", "units"));
        rows.addAll(books.stock(account.id()));
        return tables.csv(rows);
    }

    byte[] parcels(Account account, Locale locale) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles(locale, "number", "carrier", "tracking", "content", "at"));
        rows.addAll(books.parcels(account));
        return tables.csv(rows);
    }

    /** One sentence, as a file that says why there is no other. */
    byte[] sentence(Locale locale, String key, Object... values) {
        return tables.csv(List.of(List.of(messages.getMessage(key, values, locale))));
    }

    private List<String> titles(Locale locale, String... columns) {
        return Stream.of(columns).map(c -> said("file.column." + c, locale)).toList();
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
