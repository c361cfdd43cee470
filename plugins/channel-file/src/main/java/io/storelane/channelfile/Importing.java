package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ScheduledTask;
import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.pf4j.Extension;

/**
 * Puts the orders of a file into the book, in chunks; what a server has left undone when it died the next run does, and nothing comes
 * twice. The server takes them out of the book like those of any channel.
 */
@Extension
public class Importing implements ScheduledTask {

    private static final int CHUNK = 200;

    private final Books books;
    private final Tables tables;
    private final ConnectedAccounts accounts;

    public Importing(Books books, Tables tables, ConnectedAccounts accounts) {
        this.books = books;
        this.tables = tables;
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return "unfinished-files";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run(CallContext context) {
        List<Account> connected = accounts.list();
        for (Books.Upload upload : books.unfinished()) {
            connected.stream()
                    .filter(a -> a.id().equals(upload.account()))
                    .findFirst()
                    .ifPresent(account -> write(upload, account));
        }
    }

    Reading read(Books.Upload upload, Account account) {
        return OrderFile.read(
                tables, books.content(upload.id()), upload.columns(), decimals(account), ZoneId.of(upload.zone()));
    }

    static int decimals(Account account) {
        return Math.max(0, Currency.getInstance(account.currency()).getDefaultFractionDigits());
    }

    /** Of a file that runs; may be done again from the beginning. */
    void write(Books.Upload upload, Account account) {
        List<Draft> drafts = read(upload, account).drafts();
        for (int from = 0; from < drafts.size(); from += CHUNK) {
            books.put(upload, drafts.subList(from, Math.min(drafts.size(), from + CHUNK)));
        }
        // said before it is done: a server that dies in between says it again
        accounts.changed(account.id());
        books.done(upload.id());
    }

    List<Account> accounts() {
        return accounts.list();
    }

    Account account(UUID id) {
        return accounts.list().stream()
                .filter(a -> a.id().equals(id))
                .findFirst()
                .orElseThrow(FilesPage::missing);
    }
}
