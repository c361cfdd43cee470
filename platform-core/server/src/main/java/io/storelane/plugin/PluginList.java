package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.DataSet;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plugin's data set as a file. */
final class PluginList implements ListFile<PluginList.Filter> {

    private static final int LONGEST_CURSOR = 1_000;
    private static final int MOST_DIGITS = 100;

    private final RunningPlugin plugin;
    private final DataSet set;
    private final PluginCalls calls;
    private final Duration patience;

    PluginList(RunningPlugin plugin, DataSet set, PluginCalls calls, Duration patience) {
        this.plugin = plugin;
        this.set = set;
        this.calls = calls;
        this.patience = patience;
    }

    /** All of it. */
    record Filter() {}

    @Override
    public String name() {
        return PluginDataSets.code(plugin, set);
    }

    @Override
    public Class<Filter> filter() {
        return Filter.class;
    }

    @Override
    public boolean isAllowed(Access access) {
        return access.allows(set.exportPermission());
    }

    /** Code of plugins runs outside of the server's transactions. */
    @Override
    public boolean isApart() {
        return true;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        if (!isAllowed(Access.current())) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, set.exportPermission());
        }
        List<DataSet.Column> columns = set.columns();
        return new Sheet<List<@Nullable Object>>(
                columns.stream().map(c -> plugin.text(c.labelKey(), locale)).toList(),
                (cursor, size) -> page(cursor, size, columns.size()),
                row -> row);
    }

    private Slice<List<@Nullable Object>> page(String cursor, int size, int width) {
        try {
            return calls.call(plugin, patience, context -> read(context, cursor, size, width));
        } catch (ProblemException e) {
            throw PluginCalls.forJob(plugin, e);
        }
    }

    private Slice<List<@Nullable Object>> read(CallContext context, String cursor, int size, int width)
            throws Exception {
        DataSet.Page page = set.read(context, cursor, size);
        if (page.next().length() > LONGEST_CURSOR
                || (!page.next().isEmpty() && page.next().equals(cursor))) {
            throw new IllegalArgumentException("Page behind \"" + cursor + "\" leads to \"" + page.next() + "\"");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<? extends @Nullable Object> record : page.records()) {
            if (record.size() != width) {
                throw new IllegalArgumentException("A record has " + record.size() + " cells instead of " + width);
            }
            rows.add(cells(record));
        }
        if (rows.isEmpty() && !page.next().isEmpty()) {
            throw new IllegalArgumentException("An empty page leads to \"" + page.next() + "\"");
        }
        return new Slice<>(rows, null, page.next().isEmpty() ? null : page.next());
    }

    private static List<@Nullable Object> cells(List<? extends @Nullable Object> record) {
        List<@Nullable Object> cells = new ArrayList<>(record.size());
        for (Object cell : record) {
            cells.add(
                    switch (cell) {
                        case null -> null;
                        case Instant time -> time;
                        case Integer number -> number.longValue();
                        case Long number -> number;
                        case BigDecimal number -> number(number);
                        case Boolean yes -> yes ? "yes" : "no";
                        default -> cell.toString();
                    });
        }
        return cells;
    }

    /** In a file it stands with all its zeros. */
    private static BigDecimal number(BigDecimal given) {
        BigDecimal number = new BigDecimal(given.toString());
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException("A number has " + number.precision() + " digits, scale " + number.scale()
                    + "; " + MOST_DIGITS + " at most");
        }
        return number;
    }
}
