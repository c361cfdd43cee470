package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.catalog.Sku;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes of stock by people: what comes in, is put right, counted, broken. Each writes the moves that explain it. */
@Service
public class Stock {

    /** Units that one line may speak of. */
    public static final long MOST_UNITS = 1_000_000_000L;

    /** What is so, whoever waits for the units. */
    private static final Set<MoveReason> FACTS = EnumSet.of(MoveReason.COUNT, MoveReason.DAMAGE);

    private final Database database;
    private final Skus skus;
    private final Levels levels;
    private final Locations locations;
    private final Reservations reservations;
    private final AuditLog audit;
    private final Events events;

    Stock(
            Database database,
            Skus skus,
            Levels levels,
            Locations locations,
            Reservations reservations,
            AuditLog audit,
            Events events) {
        this.database = database;
        this.skus = skus;
        this.levels = levels;
        this.locations = locations;
        this.reservations = reservations;
        this.audit = audit;
        this.events = events;
    }

    /** Units of a line with the variant that its SKU names. */
    record Item(SkuView item, long quantity) {}

    /** Takes in what has arrived. */
    @Transactional
    public void receive(ChangeStock change) {
        apply("stock.received", MoveReason.RECEIPT, change, 1, (_, quantity) -> quantity);
    }

    /** Puts right what is on hand by some units more or less; never below what is reserved. */
    @Transactional
    public void adjust(ChangeStock change) {
        apply("stock.adjusted", MoveReason.ADJUSTMENT, change, -MOST_UNITS, (_, quantity) -> quantity);
    }

    /**
     * Sets what is on hand to what was counted. A count is a fact: if less is there than is reserved, it is stored and the
     * newest reservations lose what is missing.
     */
    @Transactional
    public void count(ChangeStock change) {
        apply("stock.counted", MoveReason.COUNT, change, 0, (level, quantity) -> quantity - level.onHand());
    }

    /** Takes out what is broken or lost; a fact as a count is. */
    @Transactional
    public void damage(ChangeStock change) {
        apply("stock.damaged", MoveReason.DAMAGE, change, 1, (_, quantity) -> -quantity);
    }

    /**
     * Takes back what buyers returned and can be sold again, at a location where the caller may change stock, closed or not: the units
     * are there.
     *
     * @param units by variant
     * @param type kind of the paper behind it, which the moves name with its id and number
     */
    @Transactional
    public void takeBack(UUID locationId, Map<UUID, Long> units, String type, UUID id, String number, String note) {
        LocationView location = managed(locationId);
        List<Levels.Move> moves = units.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> new Levels.Move(
                        new Levels.Key(e.getKey(), location.id()),
                        e.getValue(),
                        0,
                        0,
                        MoveReason.RETURN,
                        type,
                        id,
                        number,
                        note))
                .toList();
        levels.lock(moves.stream().map(Levels.Move::key).toList());
        levels.write(moves);
        moves.forEach(move -> changed(move.key()));
    }

    /**
     * What became of one of many changes.
     *
     * @param onHand units there after it
     * @param fault why it was refused; null if it was done
     */
    public record Adjusted(long onHand, @Nullable Fault fault) {}

    /** Puts right many levels, each by itself: those that can be done are done, in their order. */
    @Transactional
    public List<Adjusted> adjustEach(List<AdjustStock> changes) {
        Access.current().require(Permission.STOCK_MANAGE);
        Map<String, SkuView> items =
                skus.bySku(changes.stream().map(AdjustStock::sku).toList());
        Map<UUID, Optional<LocationView>> places = new HashMap<>();
        changes.forEach(
                c -> places.computeIfAbsent(c.locationId(), id -> locations.location(id, Permission.STOCK_MANAGE)));
        Map<Levels.Key, Levels.Level> locked = levels.lock(changes.stream()
                .filter(c -> refusal(c, 0, items, places) == null)
                .map(c -> key(c, items))
                .distinct()
                .toList());
        Map<Levels.Key, Long> onHand = new HashMap<>();
        Map<UUID, Map<String, Long>> trail = new LinkedHashMap<>();
        List<Levels.Move> moves = new ArrayList<>();
        List<Adjusted> done = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            AdjustStock change = changes.get(i);
            Fault fault = refusal(change, i, items, places);
            if (fault != null) {
                done.add(new Adjusted(0, fault));
                continue;
            }
            Levels.Level level = Objects.requireNonNull(locked.get(key(change, items)));
            long before = onHand.getOrDefault(level.key(), level.onHand());
            long left = before + change.quantity();
            if (left < level.reserved()) {
                done.add(new Adjusted(
                        before,
                        left < 0
                                ? Fault.of(InventoryProblem.NOT_ENOUGH, quantityOf("items", i), change.sku(), before)
                                : Fault.of(
                                        InventoryProblem.BELOW_RESERVED,
                                        quantityOf("items", i),
                                        change.sku(),
                                        level.reserved())));
                continue;
            }
            onHand.put(level.key(), left);
            done.add(new Adjusted(left, null));
            if (change.quantity() != 0) {
                moves.add(new Levels.Move(
                        level.key(),
                        change.quantity(),
                        0,
                        0,
                        MoveReason.ADJUSTMENT,
                        "",
                        null,
                        change.reference(),
                        change.note()));
                trail.computeIfAbsent(change.locationId(), _ -> new LinkedHashMap<>())
                        .merge(change.sku(), change.quantity(), Long::sum);
            }
        }
        levels.write(moves);
        trail.forEach((id, sums) -> {
            LocationView place = Objects.requireNonNull(places.get(id)).orElseThrow();
            audit.record(
                    "stock.adjusted",
                    new AuditTarget(
                            "location", id, place.name(), place.details().nodeId()),
                    Map.of(),
                    sums);
        });
        moves.stream().map(Levels.Move::key).distinct().forEach(this::changed);
        return done;
    }

    private static Levels.Key key(AdjustStock change, Map<String, SkuView> items) {
        return new Levels.Key(Objects.requireNonNull(items.get(change.sku())).id(), change.locationId());
    }

    /** Why this cannot be done whatever is there; null if it can. */
    private static @Nullable Fault refusal(
            AdjustStock change, int index, Map<String, SkuView> items, Map<UUID, Optional<LocationView>> places) {
        SkuView item = items.get(change.sku());
        String at = "/items/" + index;
        if (Objects.requireNonNull(places.get(change.locationId())).isEmpty()) {
            return Fault.of(InventoryProblem.LOCATION_UNKNOWN, at + "/locationId");
        }
        if (item == null) {
            return Fault.of(InventoryProblem.SKU_UNKNOWN, at + "/sku", change.sku());
        }
        if (!item.hasUnits()) {
            return Fault.of(InventoryProblem.NOT_STOCKED, at + "/sku", change.sku());
        }
        return Math.abs(change.quantity()) > MOST_UNITS
                ? Fault.of(InventoryProblem.QUANTITY, quantityOf("items", index), -MOST_UNITS, MOST_UNITS)
                : null;
    }

    /** Sets how many units of these variants are kept back at these locations. */
    @Transactional
    public void keepBack(List<UUID> variantIds, List<UUID> locationIds, long safety) {
        Access.current().require(Permission.STOCK_MANAGE);
        if (safety < 0 || safety > MOST_UNITS) {
            throw new ProblemException(InventoryProblem.QUANTITY, 0, MOST_UNITS);
        }
        Map<UUID, LocationView> known = new LinkedHashMap<>();
        locationIds.forEach(id -> known.computeIfAbsent(id, this::managed));
        Set<Levels.Key> keys = new HashSet<>();
        Map<UUID, SkuView> items = skus.byId(variantIds);
        for (int i = 0; i < variantIds.size(); i++) {
            stocked(items.get(variantIds.get(i)));
            keys.add(new Levels.Key(variantIds.get(i), locationIds.get(i)));
        }
        levels.lock(keys).values().forEach(level -> {
            if (level.safety() == safety) {
                return;
            }
            database.core()
                    .sql("""
                            update core.stock_level set safety = :safety
                            where tenant_id = :tenant and variant_id = :variant and location_id = :location""")
                    .param("safety", safety)
                    .param("tenant", Scope.currentTenant().value())
                    .param("variant", level.key().variantId())
                    .param("location", level.key().locationId())
                    .update();
            LocationView location = Objects.requireNonNull(known.get(level.key().locationId()));
            SkuView item = Objects.requireNonNull(items.get(level.key().variantId()));
            audit.record(
                    "stock.keptback",
                    new AuditTarget(
                            "stock",
                            item.id(),
                            item.sku() + " · " + location.name(),
                            location.details().nodeId()),
                    Map.of("safety", level.safety()),
                    Map.of("safety", safety));
            changed(level.key());
        });
    }

    /** The lines with their variants; each SKU once, each quantity within its bounds. */
    List<Item> items(List<ChangeStock.Line> lines, long least) {
        if (lines.isEmpty()) {
            throw new ProblemException(InventoryProblem.NO_LINES);
        }
        if (lines.size() > ChangeStock.MOST_LINES) {
            throw new ProblemException(InventoryProblem.TOO_MANY_LINES, ChangeStock.MOST_LINES);
        }
        Map<String, SkuView> known =
                skus.bySku(lines.stream().map(ChangeStock.Line::sku).toList());
        Set<String> seen = Sku.set();
        List<Item> items = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            ChangeStock.Line line = lines.get(i);
            SkuView item = known.get(line.sku());
            if (item == null) {
                faults.add(Fault.of(InventoryProblem.SKU_UNKNOWN, skuOf(i), line.sku()));
            } else if (!item.hasUnits()) {
                faults.add(Fault.of(InventoryProblem.NOT_STOCKED, skuOf(i), line.sku()));
            } else if (!seen.add(line.sku())) {
                faults.add(Fault.of(InventoryProblem.SKU_TWICE, skuOf(i), line.sku()));
            } else {
                items.add(new Item(item, line.quantity()));
            }
            if (line.quantity() < least || line.quantity() > MOST_UNITS) {
                faults.add(Fault.of(InventoryProblem.QUANTITY, quantityOf(i), least, MOST_UNITS));
            }
        }
        throwIfAny(faults);
        return items;
    }

    /** A problem with all of the faults; it is of the kind that the first of them is. */
    static void throwIfAny(List<Fault> faults) {
        if (!faults.isEmpty()) {
            Fault first = faults.getFirst();
            throw ProblemException.of(faults, first.code(), first.args().toArray());
        }
    }

    static String skuOf(int line) {
        return "/lines/" + line + "/sku";
    }

    static String quantityOf(int line) {
        return quantityOf("lines", line);
    }

    private static String quantityOf(String list, int index) {
        return "/" + list + "/" + index + "/quantity";
    }

    private static void stocked(@Nullable SkuView item) {
        if (item == null) {
            throw new ProblemException(InventoryProblem.VARIANT_NOT_FOUND);
        }
        if (!item.hasUnits()) {
            throw new ProblemException(InventoryProblem.NOT_STOCKED, item.sku());
        }
    }

    /** A location that the caller may change stock at. */
    LocationView managed(UUID id) {
        return locations
                .location(id, Permission.STOCK_MANAGE)
                .orElseThrow(() -> new ProblemException(InventoryProblem.LOCATION_UNKNOWN));
    }

    /** Tells all who show or sell it that units of this variant came or went. */
    void changed(Levels.Key key) {
        events.append(List.of(news(key)));
    }

    /** What is told when somebody did that. */
    static NewEvent news(Levels.Key key) {
        return new NewEvent(
                Scope.currentTenant(),
                "stock.changed",
                "variant",
                key.variantId(),
                Map.of("location", key.locationId()),
                Actor.current());
    }

    private interface Difference {
        long of(Levels.Level level, long quantity);
    }

    private void apply(String action, MoveReason reason, ChangeStock change, long least, Difference difference) {
        LocationView location = managed(change.locationId());
        if (reason == MoveReason.RECEIPT && !location.active()) {
            throw new ProblemException(InventoryProblem.LOCATION_CLOSED);
        }
        List<Item> items = items(change.lines(), least);
        Map<Levels.Key, Levels.Level> locked =
                levels.lock(items.stream().map(i -> key(i, location)).toList());
        List<Levels.Move> moves = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> before = new LinkedHashMap<>();
        Map<String, Object> after = new LinkedHashMap<>();
        Map<Levels.Key, Long> missing = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            SkuView item = items.get(i).item();
            Levels.Level level = Objects.requireNonNull(locked.get(key(items.get(i), location)));
            long delta = difference.of(level, items.get(i).quantity());
            long left = level.onHand() + delta;
            if (left < 0) {
                faults.add(Fault.of(InventoryProblem.NOT_ENOUGH, quantityOf(i), item.sku(), level.onHand()));
            } else if (left < level.reserved() && FACTS.contains(reason)) {
                missing.put(level.key(), level.reserved() - left);
            } else if (left < level.reserved()) {
                faults.add(Fault.of(InventoryProblem.BELOW_RESERVED, quantityOf(i), item.sku(), level.reserved()));
            }
            before.put(item.sku(), level.onHand());
            after.put(item.sku(), left);
            if (delta != 0) {
                moves.add(
                        new Levels.Move(level.key(), delta, 0, 0, reason, "", null, change.reference(), change.note()));
            }
        }
        throwIfAny(faults);
        missing.forEach((key, units) -> reservations.shrink(key.variantId(), key.locationId(), units, reason.code()));
        levels.write(moves);
        audit.record(
                action,
                new AuditTarget(
                        "location",
                        location.id(),
                        location.name(),
                        location.details().nodeId()),
                before,
                after);
        moves.forEach(move -> changed(move.key()));
    }

    private static Levels.Key key(Item item, LocationView location) {
        return new Levels.Key(item.item().id(), location.id());
    }
}
