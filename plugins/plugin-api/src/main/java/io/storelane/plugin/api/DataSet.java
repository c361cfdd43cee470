package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * Records of a plugin that people bring in from files and take out as files, as they do with those of the server: upload, columns, trial,
 * progress, cancel, a result for each row; CSV or workbook. Jobs do it, as the person who asked.
 *
 * <pre>{@code
 * @Extension
 * public class CardFiles implements DataSet {
 *     public String name() { return "cards"; }
 *     public String titleKey() { return "cards.title"; }
 *     public String importPermission() { return "loyalty.edit"; }
 *     public String exportPermission() { return "loyalty.view"; }
 *     public List<Column> columns() {
 *         return List.of(Column.needed("holder", "cards.holder", Form.TEXT, "Ann"), Column.of("points", "cards.points", Form.WHOLE, "10"));
 *     }
 *     public List<String> key() { return List.of("holder"); }
 *     public void check(CallContext context, Rows rows) {
 *         rows.rows().forEach(row -> {
 *             if (row.whole("points").orElse(0L) < 0) rows.wrong(row, "points", "cards.negative");
 *             else if (cards.has(row.text("holder"))) rows.changed(row); else rows.added(row);
 *         });
 *     }
 *     public void write(CallContext context, Rows rows) {
 *         check(context, rows);
 *         rows.sound().forEach(cards::put);
 *     }
 *     public Page read(CallContext context, String after, int most) {
 *         List<Card> page = cards.after(after, most);
 *         return new Page(page.stream().map(c -> List.<Object>of(c.holder(), c.points())).toList(),
 *                 page.size() < most ? "" : page.getLast().holder());
 *     }
 * }
 * }</pre>
 */
public interface DataSet extends ExtensionPoint {

    /** Stays the same for ever; small letters, digits and hyphens; its own among the data sets of the plugin. */
    String name();

    /** Key in {@code ui/messages.properties}; the text under it with {@code .help} behind, if there is one, says more. */
    String titleKey();

    List<Column> columns();

    /** Who may bring records in; empty = nobody. */
    default String importPermission() {
        return "";
    }

    /** Who may take records out; empty = nobody. */
    default String exportPermission() {
        return "";
    }

    /** Names of the columns that say together what a row is about: a file may have it once. None: rows are like no others. */
    default List<String> key() {
        return List.of();
    }

    /**
     * Says of each row what would become of it; nothing is written. A few hundred rows at a time, outside of transactions. Rows of which
     * nothing is said stay as they are.
     *
     * @throws Exception if it cannot be said now: these rows count as faulty
     */
    default void check(CallContext context, Rows rows) throws Exception {
        throw new UnsupportedOperationException("importPermission without check");
    }

    /**
     * Writes the rows and says of each what became of it. If a server dies in between, the same rows come again: what is there already
     * stays.
     *
     * @throws Exception if they cannot be written now: these rows count as faulty
     */
    default void write(CallContext context, Rows rows) throws Exception {
        throw new UnsupportedOperationException("importPermission without write");
    }

    /**
     * A page of all records, each with as many cells as there are columns.
     *
     * @param after {@link Page#next} of the page before; empty = the beginning
     * @param most records of a page
     */
    default Page read(CallContext context, String after, int most) throws Exception {
        throw new UnsupportedOperationException("exportPermission without read");
    }

    /** What the cells of a column hold. */
    enum Form {
        TEXT,
        /** A number that names something: no digit of it may be lost. */
        CODE,
        WHOLE,
        TIME,
        YES_NO
    }

    /**
     * A column.
     *
     * @param name stays the same for ever; small letters, digits and underscores
     * @param labelKey its title: key in {@code ui/messages.properties}
     * @param required true if each row that comes in has to say it
     * @param example for the file to begin with
     */
    record Column(String name, String labelKey, Form form, boolean required, String example) {

        public static Column needed(String name, String labelKey, Form form, String example) {
            return new Column(name, labelKey, form, true, example);
        }

        public static Column of(String name, String labelKey, Form form, String example) {
            return new Column(name, labelKey, form, false, example);
        }
    }

    /** A row of a file. What is no whole number, no time or no yes or no is told by the server, and the row not handed on. */
    interface Row {

        /** As a spreadsheet program shows it. */
        int number();

        /** As it stands there; empty if nothing does. */
        String text(String column);

        Optional<Long> whole(String column);

        Optional<Instant> time(String column);

        Optional<Boolean> yesNo(String column);
    }

    /** Rows that are looked at or written together. */
    interface Rows {

        List<Row> rows();

        /** Those of which nothing wrong was said so far. */
        List<Row> sound();

        void added(Row row);

        void changed(Row row);

        /**
         * Says what is wrong with a row; it is not written then.
         *
         * @param column that is at fault; empty if none is in particular
         * @param textKey of a sentence in {@code ui/messages.properties}
         * @param args for {@code {0}} and on: texts and numbers
         */
        void wrong(Row row, String column, String textKey, Object... args);
    }

    /**
     * Records that are taken out.
     *
     * @param records cells in the order of the columns: texts, numbers of at most 100 digits, {@link Instant}s, booleans; null for none
     * @param next given to {@link #read} for the records behind; empty at the end, which is where there are none
     */
    record Page(List<? extends List<? extends @Nullable Object>> records, String next) {}
}
