package io.storelane.tenancy;

import io.storelane.problem.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The order of a long list, and how it is read page by page. A page begins at the row where the one before ended, not after a
 * number of rows: the last page costs what the first does, and rows that come or go meanwhile neither repeat nor hide others.
 *
 */
public final class Keyset<T> {

    /** Bytes before the value: which way, in which order, and the id. */
    private static final int HEAD = 1 + Integer.BYTES + 2 * Long.BYTES;

    private final List<String> columns;
    private final String idColumn;
    private final boolean descending;
    private final Function<T, ?> value;
    private final Function<T, UUID> id;
    private final Function<String, Object> parse;

    /** Begins a cursor that is taken literally. */
    private static final String STRICT = ".";

    private Keyset(
            List<String> columns,
            String idColumn,
            boolean descending,
            Function<T, ?> value,
            Function<T, UUID> id,
            Function<String, Object> parse) {
        this.columns = columns;
        this.idColumn = idColumn;
        this.descending = descending;
        this.value = value;
        this.id = id;
        this.parse = parse;
    }

    /**
     * A list sorted by a text.
     *
     * @param column SQL of the text
     * @param idColumn SQL of the id that decides between equal texts
     */
    public static <T> Keyset<T> byText(
            String column, String idColumn, boolean descending, Function<T, String> value, Function<T, UUID> id) {
        return new Keyset<>(List.of(column), idColumn, descending, value, id, Keyset::text);
    }

    /**
     * A list sorted by a time.
     *
     * @param column SQL of the time
     * @param idColumn SQL of the id that decides between equal times
     */
    public static <T> Keyset<T> byTime(
            String column, String idColumn, boolean descending, Function<T, Instant> value, Function<T, UUID> id) {
        return new Keyset<>(List.of(column), idColumn, descending, value, id, Keyset::time);
    }

    /**
     * A list sorted by a number, of things that two ids name.
     *
     * @param column SQL of the number
     * @param idColumns SQL of the two ids that decide between equal numbers
     */
    public static <T> Keyset<T> byNumber(
            String column,
            List<String> idColumns,
            boolean descending,
            ToLongFunction<T> value,
            Function<T, UUID> firstId,
            Function<T, UUID> secondId) {
        return new Keyset<>(
                List.of(column, idColumns.getFirst()),
                idColumns.getLast(),
                descending,
                row -> value.applyAsLong(row) + " " + firstId.apply(row),
                secondId,
                Keyset::numberAndId);
    }

    /** The row that a page begins after, or ends before. */
    private record Place(boolean backwards, Object value, UUID id) {}

    /**
     * A cursor for a program: where it names no place, that is a problem, and where nothing follows, the page is empty. For
     * people, a page then begins anew.
     */
    public static String strict(String cursor) {
        return cursor.isEmpty() ? cursor : STRICT + cursor;
    }

    /**
     * Reads one page.
     *
     * @param cursor from a {@link Slice}; whatever else stands there, and a place where nothing follows, means the beginning
     * @param size rows of a page
     * @param query runs the statement: given what to append to its conditions, order and limit included, and the values for it
     */
    public Slice<T> page(String cursor, int size, BiFunction<String, Map<String, Object>, List<T>> query) {
        boolean strict = cursor.startsWith(STRICT);
        Place place = place(strict ? cursor.substring(STRICT.length()) : cursor);
        if (strict && place == null) {
            throw new ProblemException(TenancyProblem.CURSOR);
        }
        boolean backwards = place != null && place.backwards();
        Map<String, Object> params = new HashMap<>();
        String condition = "";
        if (place != null) {
            condition = " and (%s, %s) %s (:keysetValue, :keysetId)"
                    .formatted(String.join(", ", columns), idColumn, descending == backwards ? ">" : "<");
            params.put("keysetValue", place.value());
            params.put("keysetId", place.id());
        }
        String direction = descending == backwards ? "" : " desc";
        params.put("keysetLimit", size + 1);
        String order = String.join(direction + ", ", columns) + direction + ", " + idColumn + direction;
        List<T> found = query.apply("%s order by %s limit :keysetLimit".formatted(condition, order), params);
        if (found.isEmpty() && place != null) {
            return strict ? new Slice<>(List.of(), null, null) : page("", size, query);
        }
        boolean more = found.size() > size;
        List<T> kept = more ? found.subList(0, size) : found;
        List<T> rows = backwards ? kept.reversed() : kept;
        boolean before = backwards ? more : place != null;
        boolean after = backwards || more;
        return new Slice<>(
                List.copyOf(rows),
                before ? cursor(true, rows.getFirst()) : null,
                after ? cursor(false, rows.getLast()) : null);
    }

    private String cursor(boolean backwards, T row) {
        UUID rowId = id.apply(row);
        byte[] sorted = value.apply(row).toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + sorted.length)
                .put((byte) (backwards ? 1 : 0))
                .putInt(order())
                .putLong(rowId.getMostSignificantBits())
                .putLong(rowId.getLeastSignificantBits())
                .put(sorted);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Stands for the order of the list in its cursors. */
    private int order() {
        return (columns + idColumn + descending).hashCode();
    }

    private @Nullable Place place(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            boolean backwards = bytes.get() == 1;
            if (bytes.getInt() != order()) {
                return null; // a place in another order is none in this one
            }
            UUID rowId = new UUID(bytes.getLong(), bytes.getLong());
            return new Place(
                    backwards, parse.apply(StandardCharsets.UTF_8.decode(bytes).toString()), rowId);
        } catch (IllegalArgumentException | DateTimeException | BufferUnderflowException _) {
            return null;
        }
    }

    private static Object text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no text of the database");
        }
        return text;
    }

    /** Goes into the condition as two values. */
    private static Object numberAndId(String text) {
        String[] parts = text.split(" ", 2);
        return List.of(Long.parseLong(parts[0]), UUID.fromString(parts[parts.length - 1]));
    }

    private static Object time(String text) {
        Instant time = Instant.parse(text);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("no time of the database");
        }
        return Timestamp.from(time);
    }
}
