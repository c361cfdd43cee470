package io.storelane.inventory;

import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportOption;
import io.storelane.dataset.ImportRow;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Levels from a file: what was counted, what is kept back, or what has arrived. What has arrived is taken in once under the number of
 * its paper.
 */
@Component
class StockImport implements ImportKind {

    private static final String COUNT = "count";
    private static final String RECEIVE = "receive";
    private static final String SAFETY = "safety";

    private final Database database;
    private final Locations locations;
    private final Skus skus;
    private final Levels levels;
    private final Reservations reservations;
    private final AuditLog audit;
    private final Events events;

    StockImport(
            Database database,
            Locations locations,
            Skus skus,
            Levels levels,
            Reservations reservations,
            AuditLog audit,
            Events events) {
        this.database = database;
        this.locations = locations;
        this.skus = skus;
        this.levels = levels;
        this.reservations = reservations;
        this.audit = audit;
        this.events = events;
    }

    @Override
    public String code() {
        return "stock";
    }

    @Override
    public String permissionKey() {
        return Permission.STOCK_MANAGE.key();
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                ImportField.needed("sku", Form.CODE, "MUG-RED", "item number", "货号", "商品编码", "SKU编码"),
                ImportField.needed("location", Form.CODE, "WH-1", "location code", "warehouse", "仓库", "仓库编号", "地点"),
                ImportField.needed(
                        "units", Form.WHOLE, "12", "quantity", "on hand", "stock", "数量", "库存", "在库", "库存数量", "现存"));
    }

    @Override
    public List<ImportOption> options() {
        return List.of(
                new ImportOption("meaning", List.of(COUNT, RECEIVE, SAFETY)), new ImportOption("reference", List.of()));
    }

    @Override
    public void requireOptions(Map<String, String> options) {
        if (RECEIVE.equals(options.get("meaning"))
                && options.getOrDefault("reference", "").isEmpty()) {
            new FieldErrors()
                    .add("/options/reference", InventoryProblem.REFERENCE_MISSING)
                    .throwIfAny();
        }
    }

    @Override
    public String key(ImportRow row) {
        return row.get("sku").toLowerCase(Locale.ROOT) + "\n" + row.get("location");
    }

    @Override
    public String label(ImportRow row) {
        return row.get("sku") + " · " + row.get("location");
    }

    /** A row that can be done, as far as names go. */
    private record Line(ImportRow row, SkuView item, LocationView place, long units) {

        Levels.Key key() {
            return new Levels.Key(item.id(), place.id());
        }
    }

    private List<Line> lines(ImportBatch batch) {
        List<ImportRow> rows = batch.rows();
        Map<String, SkuView> items =
                skus.bySku(rows.stream().map(r -> r.get("sku")).distinct().toList());
        Map<String, Optional<LocationView>> places = new HashMap<>();
        locations.choices(Permission.STOCK_MANAGE).forEach(l -> places.put(l.code(), Optional.of(l)));
        List<Line> lines = new ArrayList<>();
        for (ImportRow row : rows) {
            SkuView item = items.get(row.get("sku"));
            Optional<LocationView> place = places.computeIfAbsent(row.get("location"), this::closed);
            Long units = batch.whole(row, "units", 0, Stock.MOST_UNITS);
            if (item == null) {
                batch.wrong(row, "sku", InventoryProblem.SKU_UNKNOWN, row.get("sku"));
            } else if (!item.hasUnits()) {
                batch.wrong(row, "sku", InventoryProblem.NOT_STOCKED, row.get("sku"));
            }
            if (place.isEmpty()) {
                batch.wrong(row, "location", InventoryProblem.LOCATION_CODE_UNKNOWN, row.get("location"));
            } else if (batch.option("meaning").equals(RECEIVE) && !place.get().active()) {
                batch.wrong(row, "location", InventoryProblem.LOCATION_CLOSED);
            }
            if (item != null && place.isPresent() && units != null && !batch.isWrong(row)) {
                lines.add(new Line(row, item, place.get(), units));
            }
        }
        return lines;
    }

    private Optional<LocationView> closed(String code) {
        return locations.byCode(code).flatMap(l -> locations.location(l.id(), Permission.STOCK_MANAGE));
    }

    @Override
    public void check(ImportBatch batch) {
        List<Line> lines = lines(batch);
        judged(batch, lines, stored(lines.stream().map(Line::key).toList()));
    }

    @Override
    public void write(ImportBatch batch) {
        List<Line> lines = lines(batch);
        Map<Levels.Key, Levels.Level> stored =
                levels.lock(lines.stream().map(Line::key).toList());
        List<Line> different = judged(batch, lines, stored);
        if (different.isEmpty()) {
            return;
        }
        if (batch.option("meaning").equals(SAFETY)) {
            keepBack(different);
        } else {
            move(batch, different, stored);
        }
        trail(batch, different, stored);
        events.append(different.stream().map(line -> Stock.news(line.key())).toList());
    }

    /** Says of each line what becomes of it. @return those that make a difference */
    private List<Line> judged(ImportBatch batch, List<Line> lines, Map<Levels.Key, Levels.Level> stored) {
        Map<Levels.Key, Long> taken = batch.option("meaning").equals(RECEIVE)
                ? taken(batch.option("reference"), lines.stream().map(Line::key).toList())
                : Map.of();
        List<Line> different = new ArrayList<>();
        for (Line line : lines) {
            Long received = taken.get(line.key());
            if (received != null && received != line.units()) {
                batch.wrong(
                        line.row(), "units", InventoryProblem.RECEIVED_OTHERWISE, batch.option("reference"), received);
                continue;
            }
            Levels.Level level = stored.get(line.key());
            long before = level == null ? 0 : batch.option("meaning").equals(SAFETY) ? level.safety() : level.onHand();
            boolean same = batch.option("meaning").equals(RECEIVE)
                    ? line.units() == 0 || received != null
                    : before == line.units();
            if (same) {
                batch.unchanged(line.row());
                continue;
            }
            if (before == 0) {
                batch.added(line.row());
            } else {
                batch.changed(line.row());
            }
            different.add(line);
        }
        return different;
    }

    private Map<Levels.Key, Levels.Level> stored(Collection<Levels.Key> keys) {
        Map<Levels.Key, Levels.Level> stored = new HashMap<>();
        database.core()
                .sql("""
                        select s.variant_id, s.location_id, s.on_hand, s.reserved, s.safety from unnest(?, ?) k (variant_id, location_id)
                        join core.stock_level s on s.tenant_id = ? and s.variant_id = k.variant_id
                          and s.location_id = k.location_id""")
                .params(variants(keys), places(keys), Scope.currentTenant().value())
                .query(rs -> {
                    Levels.Key key = new Levels.Key(
                            rs.getObject("variant_id", UUID.class), rs.getObject("location_id", UUID.class));
                    stored.put(
                            key,
                            new Levels.Level(key, rs.getLong("on_hand"), rs.getLong("reserved"), rs.getLong("safety")));
                });
        return stored;
    }

    /** What was taken in before under this number. */
    private Map<Levels.Key, Long> taken(String reference, Collection<Levels.Key> keys) {
        Map<Levels.Key, Long> taken = new HashMap<>();
        database.core()
                .sql("""
                        select m.variant_id, m.location_id, sum(m.on_hand)::bigint as units from unnest(?, ?) k (variant_id, location_id)
                        join core.stock_move m on m.tenant_id = ? and m.variant_id = k.variant_id
                          and m.location_id = k.location_id and m.reason = 'receipt' and m.reference = ?
                        group by m.variant_id, m.location_id""")
                .params(variants(keys), places(keys), Scope.currentTenant().value(), reference)
                .query(rs -> {
                    taken.put(
                            new Levels.Key(
                                    rs.getObject("variant_id", UUID.class), rs.getObject("location_id", UUID.class)),
                            rs.getLong("units"));
                });
        return taken;
    }

    private static UUID[] variants(Collection<Levels.Key> keys) {
        return keys.stream().map(Levels.Key::variantId).toArray(UUID[]::new);
    }

    private static UUID[] places(Collection<Levels.Key> keys) {
        return keys.stream().map(Levels.Key::locationId).toArray(UUID[]::new);
    }

    private void move(ImportBatch batch, List<Line> lines, Map<Levels.Key, Levels.Level> stored) {
        boolean counted = batch.option("meaning").equals(COUNT);
        List<Levels.Move> moves = new ArrayList<>();
        for (Line line : lines) {
            Levels.Level level = Objects.requireNonNull(stored.get(line.key()));
            long delta = counted ? line.units() - level.onHand() : line.units();
            if (level.onHand() + delta < level.reserved()) {
                // a count is a fact: the newest reservations lose what is missing
                reservations.shrink(
                        line.item().id(),
                        line.place().id(),
                        level.reserved() - level.onHand() - delta,
                        MoveReason.COUNT.code());
            }
            moves.add(new Levels.Move(
                    line.key(),
                    delta,
                    0,
                    0,
                    counted ? MoveReason.COUNT : MoveReason.RECEIPT,
                    "",
                    null,
                    batch.option("reference"),
                    ""));
        }
        levels.write(moves);
    }

    private void keepBack(List<Line> lines) {
        database.core()
                .sql("""
                        update core.stock_level s set safety = k.units
                        from unnest(?, ?, ?) k (variant_id, location_id, units)
                        where s.tenant_id = ? and s.variant_id = k.variant_id and s.location_id = k.location_id""")
                .params(
                        variants(lines.stream().map(Line::key).toList()),
                        places(lines.stream().map(Line::key).toList()),
                        lines.stream().map(Line::units).toArray(Long[]::new),
                        Scope.currentTenant().value())
                .update();
    }

    private void trail(ImportBatch batch, List<Line> lines, Map<Levels.Key, Levels.Level> stored) {
        String meaning = batch.option("meaning");
        String action =
                meaning.equals(COUNT) ? "stock.counted" : meaning.equals(RECEIVE) ? "stock.received" : "stock.keptback";
        Map<LocationView, List<Line>> places = new LinkedHashMap<>();
        lines.forEach(
                l -> places.computeIfAbsent(l.place(), _ -> new ArrayList<>()).add(l));
        places.forEach((place, changed) -> {
            Map<String, Object> before = new LinkedHashMap<>();
            Map<String, Object> after = new LinkedHashMap<>();
            for (Line line : changed) {
                Levels.Level level = Objects.requireNonNull(stored.get(line.key()));
                long was = meaning.equals(SAFETY) ? level.safety() : level.onHand();
                before.put(line.item().sku(), was);
                after.put(line.item().sku(), meaning.equals(RECEIVE) ? was + line.units() : line.units());
            }
            audit.record(
                    action,
                    new AuditTarget(
                            "location",
                            place.id(),
                            place.name(),
                            place.details().nodeId()),
                    before,
                    after);
        });
    }
}
