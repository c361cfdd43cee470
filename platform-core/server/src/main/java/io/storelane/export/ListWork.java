package io.storelane.export;

import io.storelane.file.Contents;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.web.list.Sheet;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a list into parts: a line of JSON for each row, which becomes a file when somebody fetches it. */
@Component
class ListWork implements JobHandler {

    static final String KIND = "lists.export";

    /** What a transaction reads at most: it may last five seconds. */
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    private static final int MOST_ROWS = 20_000;

    private final ExportRows rows;
    private final Lists lists;
    private final Contents contents;
    private final JsonMapper json;
    private final Clock clock;

    ListWork(ExportRows rows, Lists lists, Contents contents, JsonMapper json, Clock clock) {
        this.rows = rows;
        this.lists = lists;
        this.contents = contents;
        this.json = json;
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
        ExportRows.Stored export = rows.lock(Objects.requireNonNull(item.ref()));
        Lists.Chosen<?> chosen = lists.choose(export.list(), export.filter());
        Sheet<?> sheet = chosen.sheet(export.locale());
        Instant end = clock.instant().plus(LONGEST);
        Piece piece = new Piece();
        String cursor = export.place();
        do {
            cursor = sheet.read(cursor, cells -> add(piece, cells));
        } while (cursor != null && !isFull(piece) && clock.instant().isBefore(end));
        return keep(export, chosen, piece, cursor);
    }

    static boolean isFull(Piece piece) {
        return piece.rows() >= MOST_ROWS || piece.full();
    }

    /** @param cursor of what is left; null at the end @return true if something is left */
    boolean keep(ExportRows.Stored export, Lists.Chosen<?> chosen, Piece piece, @Nullable String cursor) {
        try {
            Piece.Done done = piece.done();
            var part = new ExportRows.Part(
                    0,
                    "rows",
                    "rows",
                    piece.rows(),
                    done.size(),
                    done.crc(),
                    done.sha256(),
                    contents.keep(done.content()),
                    true);
            rows.add(export.id(), List.of(part), "", piece.rows());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (cursor == null) {
            chosen.handOut(export.rows() + piece.rows());
            rows.finish(export.id());
            return false;
        }
        rows.moveOn(export.id(), cursor);
        return true;
    }

    void add(Piece piece, List<? extends @Nullable Object> cells) {
        try {
            List<@Nullable Object> line = new ArrayList<>(cells.size());
            for (Object cell : cells) {
                line.add(
                        switch (cell) {
                            case null -> null;
                            case Instant time -> Map.of("t", time.toString());
                            case BigDecimal number -> Map.of("n", number.toPlainString());
                            case Number number -> number;
                            default -> cell.toString();
                        });
            }
            piece.line(json.writeValueAsString(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands on the rows of a part. */
    void read(ExportRows.Part part, Consumer<List<? extends @Nullable Object>> each) throws IOException {
        var inflater = new Inflater(true);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new InflaterInputStream(new ByteArrayInputStream(contents.read(part.stored())), inflater),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<@Nullable Object> cells = new ArrayList<>();
                for (JsonNode cell : json.readTree(line)) {
                    cells.add(cell(cell));
                }
                each.accept(cells);
            }
        } finally {
            inflater.end();
        }
    }

    private static @Nullable Object cell(JsonNode cell) {
        if (cell.isNull()) {
            return null;
        }
        if (cell.isIntegralNumber()) {
            return cell.longValue();
        }
        if (cell.isObject()) {
            return cell.has("t")
                    ? Instant.parse(cell.get("t").asString())
                    : new BigDecimal(cell.get("n").asString());
        }
        return cell.asString();
    }
}
