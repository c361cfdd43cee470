package io.storelane.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is imported, and how far that is.
 *
 * @param format {@code csv} or {@code xlsx}
 * @param charset encoding that it is read in; empty for a workbook
 * @param guessed true if nobody has chosen the encoding and the file does not name it
 * @param formulas cells with a formula: what they came to when the file was saved is taken
 * @param rows that say something
 * @param mapping for fields the number of their column, from 0
 * @param options what is said of the file as a whole
 * @param check what would become of the rows looked at so far
 * @param run what became of the rows written so far
 * @param jobId the job that looks at it, or writes it; null before
 */
public record ImportView(
        UUID id,
        String kind,
        String fileName,
        String format,
        long sizeBytes,
        String charset,
        boolean guessed,
        int formulas,
        int rows,
        List<Column> columns,
        Map<String, Integer> mapping,
        Map<String, String> options,
        State state,
        Counts check,
        Counts run,
        @Nullable UUID jobId,
        Instant createdAt,
        long version) {

    /** How far it is. */
    public enum State {
        /** Its columns are to be matched. */
        UPLOADED,
        CHECKING,
        CHECKED,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public boolean isOpen() {
            return this == CHECKING || this == RUNNING;
        }

        /** True if rows may have been written. */
        public boolean isWritten() {
            return this == RUNNING || this == DONE || this == CANCELLED || this == FAILED;
        }
    }

    /** @param samples some of its values */
    public record Column(String name, List<String> samples) {}

    /** Rows by what became of them. */
    public record Counts(int added, int changed, int unchanged, int faulty) {

        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public int rows() {
            return added + changed + unchanged + faulty;
        }

        /** Rows that are as the file says. */
        public int good() {
            return rows() - faulty;
        }

        /** Rows that make a difference. */
        public int different() {
            return added + changed;
        }
    }

    /** Titles of columns of which nothing is taken; columns without a title are not among them. */
    public List<String> unused() {
        return IntStream.range(0, columns.size())
                .filter(at -> !mapping.containsValue(at))
                .mapToObj(at -> columns.get(at).name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The counts that its state is about. */
    public Counts counts() {
        return state.isWritten() ? run : check;
    }

    public boolean startable() {
        return state == State.CHECKED && check.different() > 0;
    }
}
