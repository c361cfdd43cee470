package io.storelane.dataset;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that says something.
 *
 * @param number of the row, as a spreadsheet program shows it
 * @param cells by field; what is empty is left out
 * @param fault what is wrong with it whatever it means; null if nothing is
 */
public record ImportRow(
        int number, Map<String, String> cells, @Nullable ImportFinding fault) {

    public ImportRow {
        cells = Map.copyOf(cells);
    }

    /** Empty if the row does not say it. */
    public String get(String field) {
        return cells.getOrDefault(field, "");
    }

    public boolean has(String field) {
        return cells.containsKey(field);
    }
}
