package io.storelane.document;

import java.util.List;

/**
 * One paper: begins on a page of its own and goes on to the next ones if its table is long. All texts are in the reader's language.
 *
 * @param title what it is, such as {@code Pick list}
 * @param number drawn as text, as a bar code (Code 128) and as a QR code; letters, digits and hyphens
 * @param facts what it is about, in two columns
 * @param columns of the table
 * @param rows of the table, a text for each column
 * @param note below the table; may be empty
 */
public record Sheet(
        String title, String number, List<Fact> facts, List<Column> columns, List<List<String>> rows, String note) {

    public Sheet {
        facts = List.copyOf(facts);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    public record Fact(String label, String value) {}

    /**
     * @param share of the width of the page; of all columns together 100
     * @param figures true to stand on the right
     */
    public record Column(String title, int share, boolean figures) {}
}
