package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.DataSet;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

@Extension
public class PointFiles implements DataSet {

    private final Ledger ledger;

    public PointFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "points";
    }

    @Override
    public String titleKey() {
        return "points.title";
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.needed("holder", "points.holder", Form.TEXT, "Ann"),
                Column.of("amount", "points.amount", Form.WHOLE, "10"),
                Column.of("since", "points.since", Form.TIME, "2026-11-01 08:00"),
                Column.of("vip", "points.vip", Form.YES_NO, "yes"));
    }

    @Override
    public String importPermission() {
        return "points.edit";
    }

    @Override
    public String exportPermission() {
        return "points.view";
    }

    @Override
    public List<String> key() {
        return List.of("holder");
    }

    @Override
    public void check(CallContext context, Rows rows) throws Exception {
        Behaviour.of(ledger, "check");
        for (Row row : rows.rows()) {
            long amount = row.whole("amount").orElse(0L);
            if (amount < 0) {
                rows.wrong(row, "amount", "points.negative", amount, row.text("holder"));
            }
            Optional<Long> before = ledger.of(row.text("holder"));
            if (before.isEmpty()) {
                rows.added(row);
            } else if (before.get() != amount) {
                rows.changed(row);
            }
        }
    }

    @Override
    public void write(CallContext context, Rows rows) throws Exception {
        check(context, rows);
        for (Row row : rows.sound()) {
            ledger.put(
                    row.text("holder"),
                    row.whole("amount").orElse(0L),
                    row.time("since").orElse(context.clock().instant()));
        }
    }

    @Override
    public Page read(CallContext context, String after, int most) {
        if (Behaviour.is(ledger, "read", 4)) {
            return new Page(List.of(Arrays.<Object>asList("Ann", new BigDecimal("1E1000000000"), null, null)), "");
        }
        if (Behaviour.is(ledger, "read", 5)) {
            return new Page(List.of(), after + ".");
        }
        if (Behaviour.is(ledger, "read", 6)) {
            return new Page(
                    List.of(Arrays.<Object>asList("Ann", 1L, null, null)), after.equals("there") ? "back" : "there");
        }
        List<Point> page = ledger.after(after, most);
        return new Page(
                page.stream().map(p -> Arrays.<Object>asList(p.holder, p.amount, p.givenAt, null)).toList(),
                page.size() < most ? "" : page.getLast().holder);
    }
}
