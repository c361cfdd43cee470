package io.storelane.dataset;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the rows of a file are, such as prices; a bean of the module that owns them. The same file twice changes nothing: what a row
 * is about has a natural key.
 *
 * <p>Texts: {@code dataset.kind.<code>} and {@code .help}, {@code dataset.field.<field>}, {@code dataset.option.<option>}.
 */
public interface ImportKind {

    /** What {@link #grouping} says of a row that does not say what it belongs to: to what stands above it, if to anything. */
    String OF_ABOVE = "\u0000";

    /** Rows that are written together, unless a kind says less. */
    int USUAL = 500;

    /** Stable name: {@code prices}. */
    String code();

    /** Name of the permission of whoever may import such files. */
    String permissionKey();

    default boolean isAllowed(Access access) {
        return access.allows(permissionKey());
    }

    List<ImportField> fields();

    /** What has to be said of the whole file, if anything. */
    default List<ImportOption> options() {
        return List.of();
    }

    /** @throws ProblemException if what was said of the whole file is not enough */
    default void requireOptions(Map<String, String> options) {}

    /**
     * Rows with the same text belong together, such as the lines of an order, and stand together in the file; empty = each stands by
     * itself. Asked for once for many rows, so that what the texts depend on is looked up once.
     */
    default Function<ImportRow, String> grouping() {
        return _ -> "";
    }

    /** What the row is about: stands once in a file. Empty if it cannot be said. */
    String key(ImportRow row);

    /** How people recognise the row. */
    String label(ImportRow row);

    /** Rows that are written together at most, unless a group is longer. */
    default int atOnce() {
        return USUAL;
    }

    /** True if {@link #write} runs in a transaction of its own with its outcome; false for doors that begin theirs. */
    default boolean joins() {
        return true;
    }

    /** Says of each row what would become of it; nothing is written. Runs in a transaction if the kind {@link #joins}. */
    void check(ImportBatch batch);

    /** Writes the rows and says what became of each; what is so already stays. */
    void write(ImportBatch batch);
}
