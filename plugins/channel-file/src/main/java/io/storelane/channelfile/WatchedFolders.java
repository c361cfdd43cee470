package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Folders;
import io.storelane.plugin.api.Refusal;
import io.storelane.plugin.api.ScheduledTask;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Takes files of orders out of the folders of accounts, and puts stock and parcels there when they have changed. A file that was taken
 * goes to {@code done/}, one of which no order could be taken to {@code failed/}, with what is wrong in a file beside it. A run that dies
 * in between leaves a file where it was; the same file changes nothing when it is seen again.
 */
@Extension
public class WatchedFolders implements ScheduledTask {

    private static final Pattern ORDERS = Pattern.compile("(?i).+\\.(csv|txt|xlsx)");
    private static final String DONE = "done/";
    private static final String FAILED = "failed/";
    private static final String RESULT = ".result.csv";
    private static final String CSV = "text/csv";
    private static final int LARGEST = 20_000_000;
    private static final int MOST = 200;

    /** What was written a moment ago is perhaps still being written. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    /** A run has ten seconds, and one call may take some of them. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Books books;
    private final Arrivals arrivals;
    private final Importing importing;
    private final Sheets sheets;
    private final Folders folders;
    private final ConnectedAccounts accounts;
    private final Clock clock;

    public WatchedFolders(
            Books books,
            Arrivals arrivals,
            Importing importing,
            Sheets sheets,
            Folders folders,
            ConnectedAccounts accounts,
            Clock clock) {
        this.books = books;
        this.arrivals = arrivals;
        this.importing = importing;
        this.sheets = sheets;
        this.folders = folders;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "watched-folders";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run(CallContext context) {
        Instant end = clock.instant().plus(LONGEST);
        List<Account> some = new ArrayList<>(accounts.list());
        Collections.shuffle(some); // one whose folder takes all the time is not always the first
        Map<UUID, Books.Looked> before =
                books.folders(some.stream().map(Account::id).toList());
        for (Account account : some) {
            Optional<Folders.Place> place = SharedFolder.of(account);
            if (place.isPresent() && clock.instant().isBefore(end)) {
                books.looked(look(context, account, place.get(), before.get(account.id()), end));
            }
        }
    }

    /** @param last what became of it when it was looked at last; null if it never was */
    private Books.Looked look(
            CallContext context, Account account, Folders.Place place, Books.@Nullable Looked last, Instant end) {
        UUID id = account.id();
        Books.Looked before = last == null ? new Books.Looked(id, clock.instant(), "", null, null, "") : last;
        Instant stock = before.stockAt();
        Books.Parcels parcels = new Books.Parcels(before.parcelsAt(), before.parcelsSeen());
        String fault = "";
        try {
            Folders.Folder folder = folders.open(place);
            for (Folders.Entry entry : folder.list(MOST)) {
                if (isWanted(entry) && clock.instant().isBefore(end)) {
                    take(context, account, folder, entry);
                }
            }
            Instant stockNow = books.stockChanged(id).orElse(null);
            if (isNewer(stockNow, stock)) {
                folder.write("out/stock.csv", CSV, sheets.stock(account, context.locale()));
                stock = stockNow;
            }
            // asked before they are read: what changes in between is seen next time
            Books.Parcels parcelsNow = books.parcelsNow(id);
            if (!parcelsNow.seen().equals(parcels.seen())) {
                folder.write("out/parcels.csv", CSV, sheets.parcels(account, context.locale()));
                parcels = parcelsNow;
            }
        } catch (Folders.FolderException e) {
            fault = e.fault().name();
        }
        return new Books.Looked(id, clock.instant(), fault, stock, parcels.newest(), parcels.seen());
    }

    private boolean isWanted(Folders.Entry entry) {
        return ORDERS.matcher(entry.name()).matches()
                && !entry.name().toLowerCase(Locale.ROOT).endsWith(RESULT)
                && entry.changedAt().isBefore(clock.instant().minus(QUIET));
    }

    private static boolean isNewer(@Nullable Instant now, @Nullable Instant before) {
        return now != null && (before == null || now.isAfter(before));
    }

    private void take(CallContext context, Account account, Folders.Folder folder, Folders.Entry entry)
            throws Folders.FolderException {
        if (entry.size() > LARGEST) {
            fail(folder, entry.name(), sheets.sentence(context.locale(), SharedFolder.key("TOO_LARGE")));
            return;
        }
        byte[] content = folder.read(entry.name(), LARGEST);
        Arrivals.Arrived arrived;
        try {
            arrived = arrivals.take(account, entry.name(), content, context.zone(), "");
        } catch (Refusal e) {
            fail(folder, entry.name(), sheets.sentence(context.locale(), "file.unreadable", e.code()));
            return;
        }
        Books.Upload upload = books.find(arrived.id()).orElseThrow();
        if (upload.orders() > 0 && books.begin(upload, account)) {
            importing.begin(upload, account);
        }
        Books.Upload now = books.find(upload.id()).orElse(upload);
        String place = now.orders() == 0 ? FAILED : DONE;
        if (now.faults() > 0 || now.orders() == 0) {
            folder.write(place + entry.name() + RESULT, CSV, sheets.result(now, account, context.locale()));
        }
        folder.move(entry.name(), place + entry.name());
    }

    /** One that cannot be read at all. */
    private static void fail(Folders.Folder folder, String name, byte[] cause) throws Folders.FolderException {
        folder.write(FAILED + name + RESULT, CSV, cause);
        folder.move(name, FAILED + name);
    }
}
