package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.ScheduledTask;
import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the orders of a file into the book, in chunks; what one run has no time for, or a server has left undone when it died, the next
 * run does, and nothing comes twice. The server takes them out of the book like those of any channel.
 */
@Extension
public class Importing implements ScheduledTask {

    private static final Logger log = LoggerFactory.getLogger(Importing.class);
    private static final int CHUNK = 500;

    /** With more orders than these nobody waits for the file. */
    private static final int AT_ONCE = 1_000;

    /** A run has ten seconds; some of them go by until the file is read. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Books books;
    private final Tables tables;
    private final ConnectedAccounts accounts;
    private final Clock clock;

    public Importing(Books books, Tables tables, ConnectedAccounts accounts, Clock clock) {
        this.books = books;
        this.tables = tables;
        this.accounts = accounts;
        this.clock = clock;
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
        Instant end = clock.instant().plus(LONGEST);
        List<Account> connected = accounts.list();
        List<Books.Upload> unfinished = new ArrayList<>(books.unfinished());
        Collections.shuffle(unfinished); // one that fails or takes all the time is not always the first
        for (Books.Upload upload : unfinished) {
            if (clock.instant().isAfter(end)) {
                return;
            }
            connected.stream()
                    .filter(a -> a.id().equals(upload.account()))
                    .findFirst()
                    .ifPresent(account -> tried(upload, account, end));
        }
    }

    private void tried(Books.Upload upload, Account account, Instant end) {
        try {
            write(upload, account, end);
        } catch (RuntimeException e) {
            log.warn("Orders of file {} could not be put into the book; they are tried again", upload.id(), e);
        }
    }

    /** Nothing but the number of rows of one that was emptied. */
    Reading read(Books.Upload upload, Account account) {
        if (upload.emptied()) {
            return new Reading(List.of(), upload.rows(), List.of(), List.of());
        }
        return OrderFile.read(
                tables, books.content(upload.id()), upload.columns(), decimals(account), ZoneId.of(upload.zone()));
    }

    static int decimals(Account account) {
        return Math.max(0, Currency.getInstance(account.currency()).getDefaultFractionDigits());
    }

    /** Of a file that runs; what is not in the book when the time is over, or all of a large one, is left for the next run. */
    void begin(Books.Upload upload, Account account) {
        if (upload.orders() <= AT_ONCE) {
            write(upload, account, clock.instant().plus(LONGEST));
        }
    }

    private void write(Books.Upload upload, Account account, Instant end) {
        List<Draft> drafts =
                books.missing(upload.account(), read(upload, account).drafts());
        int next = 0;
        while (next < drafts.size() && (next == 0 || clock.instant().isBefore(end))) {
            int to = Math.min(drafts.size(), next + CHUNK);
            books.put(upload, drafts.subList(next, to));
            next = to;
        }
        // said before it is done: a server that dies in between says it again
        accounts.changed(account.id());
        if (next == drafts.size()) {
            books.done(upload.id());
        }
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
