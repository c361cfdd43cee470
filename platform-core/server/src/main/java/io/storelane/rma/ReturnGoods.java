package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.inventory.Stock;
import io.storelane.order.OrderAftersales;
import io.storelane.order.OrderFulfilment;
import io.storelane.order.OrderView;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnBalances.Balance;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The units of returns: taken in at a location where the caller may change stock, then put back into stock or scrapped. Until then no
 * level counts them.
 */
@Service
public class ReturnGoods {

    private final Database database;
    private final OrderAftersales orders;
    private final OrderFulfilment fulfilment;
    private final ReturnReader reader;
    private final ReturnWriter writer;
    private final ReturnBalances balances;
    private final ReturnMoney money;
    private final Locations locations;
    private final Stock stock;

    ReturnGoods(
            Database database,
            OrderAftersales orders,
            OrderFulfilment fulfilment,
            ReturnReader reader,
            ReturnWriter writer,
            ReturnBalances balances,
            ReturnMoney money,
            Locations locations,
            Stock stock) {
        this.database = database;
        this.orders = orders;
        this.fulfilment = fulfilment;
        this.reader = reader;
        this.writer = writer;
        this.balances = balances;
        this.money = money;
        this.locations = locations;
        this.stock = stock;
    }

    /**
     * Takes in what has come, in parts or at once.
     *
     * @param version that the caller saw
     * @param locationId where it came; null = where it was to come
     * @param units by line of the order, in the order of the caller; what is not named did not come now
     * @param last true if nothing more will come: what is missing can be asked for again
     */
    @Transactional
    public void receive(
            UUID id, long version, @Nullable UUID locationId, Map<UUID, Long> units, boolean last, String note) {
        ReturnView seen = reader.seen(id);
        Access.current().require(Permission.STOCK_MANAGE);
        checkNote(note);
        LocationView location = location(seen, locationId);
        OrderAftersales.Sold sold = orders.lock(seen.orderId());
        ReturnView rma = reader.locked(seen, version);
        if (rma.state() != ReturnState.APPROVED) {
            throw new ProblemException(RmaProblem.NOT_EXPECTED);
        }
        if (rma.arrived() > 0 && !location.id().equals(rma.locationId())) {
            throw Returns.at("/locationId", RmaProblem.OTHER_LOCATION, rma.locationName());
        }
        Map<UUID, Long> came = checked(rma, units);
        if (came.isEmpty() && !last) {
            throw Returns.at("/lines", RmaProblem.NO_UNITS);
        }
        if (came.isEmpty() && rma.arrived() == 0) {
            throw new ProblemException(RmaProblem.NOTHING_CAME);
        }
        Map<UUID, Long> missing = new HashMap<>();
        Map<String, Long> bySku = new LinkedHashMap<>();
        rma.lines().forEach(l -> {
            long now = came.getOrDefault(l.lineId(), 0L);
            if (now > 0) {
                bySku.merge(l.sku(), now, Long::sum);
            }
            if (last && l.open() > now) {
                missing.put(l.lineId(), l.open() - now);
            }
        });
        if (!came.isEmpty()) {
            fulfilment.returned(rma.orderId(), came);
        }
        take(rma, sold, came, missing);
        balances.release(rma.orderId(), missing);
        boolean all = last || came.values().stream().mapToLong(Long::longValue).sum() == rma.open();
        Map<String, Object> columns = Map.of("location_id", location.id());
        if (all) {
            writer.become(id, ReturnState.RECEIVED, columns);
        } else {
            writer.set(id, columns);
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("location", location.name());
        detail.put("units", bySku);
        if (!missing.isEmpty()) {
            detail.put(
                    "missing",
                    missing.values().stream().mapToLong(Long::longValue).sum());
        }
        writer.happened(reader.again(id), "rma.received", detail, note);
        inspected(id);
    }

    private LocationView location(ReturnView rma, @Nullable UUID given) {
        UUID id = given == null ? rma.locationId() : given;
        if (id == null) {
            throw Returns.at("/locationId", RmaProblem.NO_LOCATION);
        }
        return locations
                .location(id, Permission.STOCK_MANAGE)
                .orElseThrow(() -> Returns.at("/locationId", RmaProblem.LOCATION_UNKNOWN));
    }

    /** Units above 0 that are still to come. */
    private static Map<UUID, Long> checked(ReturnView rma, Map<UUID, Long> units) {
        Map<UUID, Long> came = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        int number = 0;
        for (Map.Entry<UUID, Long> part : units.entrySet()) {
            String at = "/lines/" + number++;
            ReturnView.Line line = line(rma, part.getKey());
            if (line == null) {
                faults.add(Fault.of(RmaProblem.LINE_UNKNOWN, at + "/lineId"));
            } else if (part.getValue() < 0 || part.getValue() > line.open()) {
                faults.add(Fault.of(RmaProblem.MORE_THAN_EXPECTED, at + "/quantity", line.sku(), line.open()));
            } else if (part.getValue() > 0) {
                came.put(part.getKey(), part.getValue());
            }
        }
        throwIfAny(faults);
        return came;
    }

    private static ReturnView.@Nullable Line line(ReturnView rma, UUID id) {
        return rma.lines().stream()
                .filter(l -> l.lineId().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** A problem with all of the faults; it is of the kind that the first of them is. */
    private static void throwIfAny(List<Fault> faults) {
        if (!faults.isEmpty()) {
            Fault first = faults.getFirst();
            throw ProblemException.of(faults, first.code(), first.args().toArray());
        }
    }

    private record Taken(UUID line, long units, long missing, long worth, long total) {}

    /**
     * Counts units as come, with what they cost: of all units of the line that came so far the part of its cost, rounded down, less what
     * those before them cost. So the worth of all units adds up to the cost, in whatever steps they come.
     */
    private void take(ReturnView rma, OrderAftersales.Sold sold, Map<UUID, Long> came, Map<UUID, Long> missing) {
        Map<UUID, Long> cost = sold.cost();
        Map<UUID, Balance> before = balances.of(rma.orderId());
        List<Taken> taken = rma.lines().stream()
                .filter(l -> came.containsKey(l.lineId()) || missing.containsKey(l.lineId()))
                .map(l -> {
                    OrderView.Line line = sold.lines().stream()
                            .filter(s -> s.id().equals(l.lineId()))
                            .findFirst()
                            .orElseThrow();
                    long units = came.getOrDefault(l.lineId(), 0L);
                    Balance balance = Objects.requireNonNull(before.get(l.lineId()));
                    long total = cost.getOrDefault(l.lineId(), 0L);
                    long all = part(total, balance.returned() + units, line.wanted());
                    long worth = units == 0 ? 0 : Math.max(0, all - balance.worth());
                    return new Taken(l.lineId(), units, missing.getOrDefault(l.lineId(), 0L), worth, total);
                })
                .toList();
        database.core()
                .sql("""
                        update core.rma_line l set received = l.received + t.units, missing = l.missing + t.missing,
                          worth = l.worth + t.worth
                        from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) t (id, units, missing, worth)
                        where l.tenant_id = ? and l.rma_id = ? and l.line_id = t.id""")
                .param(Rows.array("uuid", taken, Taken::line))
                .param(Rows.array("bigint", taken, Taken::units))
                .param(Rows.array("bigint", taken, Taken::missing))
                .param(Rows.array("bigint", taken, Taken::worth))
                .param(Scope.currentTenant().value())
                .param(rma.id())
                .update();
        balances.receive(
                rma.orderId(),
                taken.stream()
                        .filter(t -> t.units() > 0)
                        .map(t -> new ReturnBalances.Came(t.line(), t.units(), t.worth(), t.total()))
                        .toList());
    }

    static long part(long amount, long units, long of) {
        return of == 0
                ? 0
                : BigInteger.valueOf(amount)
                        .multiply(BigInteger.valueOf(units))
                        .divide(BigInteger.valueOf(of))
                        .longValueExact();
    }

    /** What becomes of units of a line. */
    public record Found(UUID lineId, long restock, long scrap) {}

    /**
     * Decides what becomes of units that came: back into stock at the location that took them in, or scrapped.
     *
     * @param version that the caller saw
     */
    @Transactional
    public void inspect(UUID id, long version, List<Found> found, String note) {
        ReturnView seen = reader.seen(id);
        Access.current().require(Permission.STOCK_MANAGE);
        checkNote(note);
        if (seen.arrived() == 0) {
            throw new ProblemException(RmaProblem.NOT_ARRIVED);
        }
        LocationView location = location(seen, null);
        orders.lock(seen.orderId());
        ReturnView rma = reader.locked(seen, version);
        if (rma.toInspect() == 0) {
            throw new ProblemException(RmaProblem.NOT_ARRIVED);
        }
        Map<UUID, Found> decided = decided(rma, found);
        if (decided.isEmpty()) {
            throw Returns.at("/lines", RmaProblem.NO_UNITS);
        }
        List<Found> rows = List.copyOf(decided.values());
        database.core()
                .sql("""
                        update core.rma_line l set restocked = l.restocked + f.restock, scrapped = l.scrapped + f.scrap
                        from unnest(?::uuid[], ?::bigint[], ?::bigint[]) f (id, restock, scrap)
                        where l.tenant_id = ? and l.rma_id = ? and l.line_id = f.id""")
                .param(Rows.array("uuid", rows, Found::lineId))
                .param(Rows.array("bigint", rows, Found::restock))
                .param(Rows.array("bigint", rows, Found::scrap))
                .param(Scope.currentTenant().value())
                .param(id)
                .update();
        Map<UUID, Long> back = new LinkedHashMap<>();
        Map<String, Long> restocked = new LinkedHashMap<>();
        Map<String, Long> scrapped = new LinkedHashMap<>();
        rma.lines().forEach(l -> {
            Found what = decided.get(l.lineId());
            if (what != null && what.restock() > 0) {
                back.merge(l.variantId(), what.restock(), Long::sum);
                restocked.merge(l.sku(), what.restock(), Long::sum);
            }
            if (what != null && what.scrap() > 0) {
                scrapped.merge(l.sku(), what.scrap(), Long::sum);
            }
        });
        if (!back.isEmpty()) {
            stock.takeBack(location.id(), back, ReturnWriter.TYPE, id, rma.number(), note);
        }
        writer.set(id, Map.of());
        writer.happened(
                reader.again(id),
                "rma.inspected",
                Map.of("location", location.name(), "restocked", restocked, "scrapped", scrapped),
                note);
        inspected(id);
    }

    private static Map<UUID, Found> decided(ReturnView rma, List<Found> found) {
        Map<UUID, Found> decided = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Found given = found.get(i);
            String at = "/lines/" + i;
            ReturnView.Line line = line(rma, given.lineId());
            if (line == null) {
                faults.add(Fault.of(RmaProblem.LINE_UNKNOWN, at + "/lineId"));
                continue;
            }
            Found before = decided.getOrDefault(given.lineId(), new Found(given.lineId(), 0, 0));
            long open = line.toInspect();
            if (given.restock() < 0
                    || given.restock() > open - before.restock() - before.scrap()
                    || given.scrap() < 0
                    || given.scrap() > open - before.restock() - before.scrap() - given.restock()) {
                faults.add(Fault.of(RmaProblem.MORE_THAN_ARRIVED, at + "/restock", line.sku(), open));
            } else if (given.restock() + given.scrap() > 0) {
                decided.put(
                        given.lineId(),
                        new Found(given.lineId(), before.restock() + given.restock(), before.scrap() + given.scrap()));
            }
        }
        throwIfAny(faults);
        return decided;
    }

    /** A return of which all has come and is decided is inspected, and ends if nothing is left to give. */
    private void inspected(UUID id) {
        ReturnView rma = reader.again(id);
        if (rma.state() == ReturnState.RECEIVED && rma.toInspect() == 0) {
            writer.become(id, ReturnState.INSPECTED, Map.of());
            money.closeIfSettled(id);
        }
    }

    private static void checkNote(String note) {
        if (note.length() > Returns.TEXT) {
            new FieldErrors().add("/note", RmaProblem.BAD_TEXT, Returns.TEXT).throwIfAny();
        }
    }
}
