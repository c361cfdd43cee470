package io.storelane.plugin;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What plugins may have a view of their own of. A bean of the module that has it.
 *
 * @param service name of the service that a plugin must use to have it
 * @param type what it consists of, an interface of the plugin API
 * @param page reads what follows a position; the first one is empty
 * @param position of a thing, to go on after it
 */
public record SnapshotSource<T>(String service, Class<T> type, Page<T> page, Function<T, String> position) {

    /** Reads those that follow, in an order that stays. */
    @FunctionalInterface
    public interface Page<T> {
        List<T> after(String position, int most);
    }

    /** Reads those that follow in the order of their ids. */
    @FunctionalInterface
    public interface ById<T> {
        List<T> after(@Nullable UUID id, int most);
    }

    /** Of things that are read in the order of their ids. */
    public static <T> SnapshotSource<T> byId(String service, Class<T> type, ById<T> page, Function<T, UUID> id) {
        return new SnapshotSource<>(
                service,
                type,
                (position, most) -> page.after(position.isEmpty() ? null : UUID.fromString(position), most),
                thing -> id.apply(thing).toString());
    }

    /** The page after a position as a plugin gets it. */
    Taken<T> read(String position, int most) {
        List<T> rows = page.after(position, most);
        return new Taken<>(rows, rows.isEmpty() ? position : this.position.apply(rows.getLast()));
    }

    /** A page. @param end position of the last one */
    record Taken<T>(List<T> rows, String end) {}
}
