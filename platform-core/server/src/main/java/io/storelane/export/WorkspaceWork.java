package io.storelane.export;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.file.Contents;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.web.list.FileFormat;
import io.storelane.web.list.SheetWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads all that a workspace has into parts. An item of the job is a kind of record; it is read in the order of its key, in pieces
 * of a short transaction each, so the files are not of one moment: what refers to others is read before those.
 */
@Component
class WorkspaceWork implements JobHandler {

    static final String KIND = "workspace.export";

    /** The label of the item that is not a kind of record: the contents of files. */
    static final String FILES = "files";

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST_ROWS = 50_000;
    private static final int BATCH = 1_000;

    private final ExportRows rows;
    private final Records records;
    private final Contents contents;
    private final Clock clock;

    WorkspaceWork(ExportRows rows, Records records, Contents contents, Clock clock) {
        this.rows = rows;
        this.records = records;
        this.contents = contents;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public void handle(JobItem item) {
        part(item);
    }

    @Override
    public boolean part(JobItem item) {
        Access.current().require(Permission.WORKSPACE_EXPORT);
        UUID id = Objects.requireNonNull(item.ref());
        ExportRows.Stored export = rows.lock(id);
        try {
            if (item.label().equals(FILES) ? files(id) : records(id, item.label())) {
                return true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int done = Integer.parseInt(export.place()) + 1;
        rows.moveOn(id, String.valueOf(done));
        if (done == Integer.parseInt(export.filter())) {
            rows.finish(id);
        }
        return false;
    }

    private boolean records(UUID export, String name) throws IOException {
        Records.Kind kind = records.kind(name).orElse(null);
        if (kind == null) {
            return false;
        }
        ExportRows.LastRead last = rows.last(export, name).orElse(new ExportRows.LastRead("", 0));
        Instant end = clock.instant().plus(LONGEST);
        Piece lines = new Piece();
        Piece table = new Piece();
        String place = last.key();
        boolean more = true;
        int width = kind.columns().size();
        try (SheetWriter csv = SheetWriter.of(FileFormat.CSV, table, ZoneOffset.UTC)) {
            csv.add(kind.columns().stream().map(Records.Column::name).toList());
            while (more
                    && lines.rows() < MOST_ROWS
                    && !lines.full()
                    && clock.instant().isBefore(end)) {
                List<List<@Nullable String>> batch = records.rows(kind, place, BATCH);
                for (List<@Nullable String> row : batch) {
                    lines.line(records.object(kind, row));
                    csv.add(row.subList(0, width));
                }
                more = batch.size() == BATCH;
                place = batch.isEmpty() ? place : records.place(kind, batch.getLast());
            }
        }
        if (lines.rows() > 0) {
            String path = "records/%s/%s-%04d.".formatted(name, name, last.parts() / 2 + 1);
            int counted = lines.rows();
            rows.add(
                    export,
                    List.of(part(path + "ndjson", name, counted, lines), part(path + "csv", name, counted, table)),
                    place,
                    counted);
        }
        return more;
    }

    private ExportRows.Part part(String path, String record, int counted, Piece piece) throws IOException {
        Piece.Done done = piece.done();
        return new ExportRows.Part(
                0, path, record, counted, done.size(), done.crc(), done.sha256(), contents.keep(done.content()), true);
    }

    /** Contents that the file store has already: they are named, and so kept as long as the export is. */
    private boolean files(UUID export) {
        List<Contents.Kept> some = contents.after(
                rows.last(export, FILES).map(ExportRows.LastRead::key).orElse(""), BATCH);
        for (Contents.Kept file : some) {
            rows.add(
                    export,
                    List.of(new ExportRows.Part(
                            0,
                            "files/" + file.name() + file.ending(),
                            FILES,
                            0,
                            file.size(),
                            0,
                            file.name(),
                            file.name(),
                            false)),
                    file.name(),
                    0);
        }
        return some.size() == BATCH;
    }
}
