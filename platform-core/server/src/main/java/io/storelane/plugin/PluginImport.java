package io.storelane.plugin;

import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportRow;
import io.storelane.job.JobHandler;
import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.DataSet;
import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Files of a plugin's data set. The server reads the cells; the plugin gets rows whose cells are what they should be. */
final class PluginImport implements ImportKind {

    private static final int AT_ONCE = 200;
    private static final long MOST = 999_999_999_999_999L;

    private final RunningPlugin plugin;
    private final DataSet set;
    private final PluginCalls calls;
    private final Duration patience;
    private final List<DataSet.Column> columns;
    private final List<String> key;

    PluginImport(RunningPlugin plugin, DataSet set, PluginCalls calls, Duration patience) {
        this.plugin = plugin;
        this.set = set;
        this.calls = calls;
        this.patience = patience;
        this.columns = List.copyOf(set.columns());
        this.key = List.copyOf(set.key());
    }

    @FunctionalInterface
    private interface Step {
        void with(CallContext context, DataSet.Rows rows) throws Exception;
    }

    @Override
    public String code() {
        return PluginDataSets.code(plugin, set);
    }

    @Override
    public String permissionKey() {
        return set.importPermission();
    }

    @Override
    public List<ImportField> fields() {
        return columns.stream()
                .map(c -> new ImportField(
                        c.name(),
                        PluginTexts.key(plugin, c.labelKey()),
                        ImportField.Form.valueOf(c.form().name()),
                        c.required(),
                        c.example(),
                        List.of()))
                .toList();
    }

    @Override
    public String key(ImportRow row) {
        return key.stream().allMatch(row::has) ? joined(row, "\u001f") : "";
    }

    private String joined(ImportRow row, String between) {
        return key.stream().map(row::get).collect(Collectors.joining(between));
    }

    @Override
    public String label(ImportRow row) {
        return key.isEmpty() && !columns.isEmpty() ? row.get(columns.getFirst().name()) : joined(row, " ");
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    /** Code of plugins runs outside of the server's transactions. */
    @Override
    public boolean joins() {
        return false;
    }

    @Override
    public void check(ImportBatch batch) {
        step(batch, set::check);
    }

    @Override
    public void write(ImportBatch batch) {
        step(batch, set::write);
    }

    private void step(ImportBatch batch, Step step) {
        Map<Integer, PluginVerdicts.Read> read = new HashMap<>();
        batch.rows().forEach(row -> read.put(row.number(), read(batch, row)));
        List<ImportRow> sound = batch.rows();
        if (sound.isEmpty()) {
            return;
        }
        PluginVerdicts verdicts = new PluginVerdicts(
                sound.stream()
                        .map(row -> Objects.requireNonNull(read.get(row.number())))
                        .toList(),
                columns.stream().map(DataSet.Column::name).collect(Collectors.toSet()));
        try {
            calls.call(plugin, patience, context -> {
                step.with(context, verdicts);
                return true;
            });
            verdicts.tell(batch, sound, text -> PluginTexts.key(plugin, text));
        } catch (ProblemException e) {
            verdicts.close();
            if (PluginCalls.willPass(plugin, e)) {
                throw new JobHandler.NotNow(e);
            }
            sound.forEach(row -> batch.wrong(row, e, _ -> ""));
        }
    }

    private PluginVerdicts.Read read(ImportBatch batch, ImportRow row) {
        Map<String, Object> values = new HashMap<>();
        for (DataSet.Column column : columns) {
            String name = column.name();
            Object value = switch (column.form()) {
                case TEXT, CODE -> null;
                case WHOLE -> batch.whole(row, name, -MOST, MOST);
                case TIME -> batch.time(row, name);
                case YES_NO -> batch.yesNo(row, name);
            };
            if (value != null) {
                values.put(name, value);
            }
        }
        return new PluginVerdicts.Read(row.number(), row.cells(), values);
    }
}
