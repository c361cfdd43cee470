package io.storelane.export;

import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.list.Sheet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a list whose pages are read where no transaction is open. What was read and where it goes on is written in one: a server that is
 * killed loses at most what it had read since.
 */
@Component
class ApartListWork implements JobHandler {

    static final String KIND = "lists.export.apart";

    private static final Duration LONGEST = Duration.ofMillis(1_500);

    /** Whoever brings the list may let its pages lead round in a circle. */
    private static final long MOST_ROWS = 10_000_000;

    private final ExportRows rows;
    private final Lists lists;
    private final ListWork work;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ApartListWork(ExportRows rows, Lists lists, ListWork work, TransactionTemplate transactionTemplate, Clock clock) {
        this.rows = rows;
        this.lists = lists;
        this.work = work;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public boolean joins() {
        return false;
    }

    @Override
    public void handle(JobItem item) {
        part(item);
    }

    @Override
    public boolean part(JobItem item) {
        UUID id = Objects.requireNonNull(item.ref());
        ExportRows.Stored export = Objects.requireNonNull(transaction.execute(_ -> rows.lock(id)));
        if (export.finishedAt() != null) {
            return false; // by a server that died before it could say so
        }
        lists.absence(export.list()).ifPresent(away -> {
            throw new NotNow(away);
        });
        Lists.Chosen<?> chosen = lists.choose(export.list(), export.filter());
        Piece piece = new Piece();
        String cursor = read(chosen.sheet(export.locale()), export.place(), piece);
        if (export.rows() + piece.rows() > MOST_ROWS) {
            throw new ProblemException(ExportProblem.TOO_LONG, MOST_ROWS);
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            ExportRows.Stored now = rows.lock(id);
            // another server has read the same meanwhile: it goes on from there
            boolean same = now.place().equals(export.place()) && now.rows() == export.rows();
            return same ? work.keep(now, chosen, piece, cursor) : now.finishedAt() == null;
        }));
    }

    private <R> @Nullable String read(Sheet<R> sheet, String place, Piece piece) {
        Function<R, List<? extends @Nullable Object>> cells = sheet.row();
        Instant end = clock.instant().plus(LONGEST);
        String cursor = place;
        do {
            Slice<R> page = sheet.pages().page(cursor, Sheet.PAGE);
            page.rows().forEach(row -> work.add(piece, cells.apply(row)));
            cursor = page.next();
        } while (cursor != null && !ListWork.isFull(piece) && clock.instant().isBefore(end));
        return cursor;
    }
}
