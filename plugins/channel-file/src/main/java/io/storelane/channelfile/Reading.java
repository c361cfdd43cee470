package io.storelane.channelfile;

import java.util.List;

/**
 * What a file of orders says, read with a map of its columns.
 *
 * @param titles of the columns
 * @param rows below the titles
 * @param drafts orders without a fault, in the order of the file
 * @param faults what is wrong, row by row
 */
record Reading(List<String> titles, int rows, List<Draft> drafts, List<Fault> faults) {

    /**
     * Something that is wrong with a cell.
     *
     * @param row as a spreadsheet program counts
     * @param column title of the column; empty if it is about the row
     * @param key text of the plugin, with the value in it
     */
    record Fault(int row, String number, String column, String key, String value) {}
}
