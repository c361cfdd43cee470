package io.storelane.fulfilment;

import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.inventory.Reservations;
import io.storelane.order.OrderFulfilment;
import io.storelane.order.OrderView;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes fulfilment orders agree with the units that orders hold: opens them, gives them more, takes away what is gone. It compares
 * what is with what should be, so it may come late, twice, or after several changes.
 */
@Component
class FulfilmentSync {

    private final OrderFulfilment orders;
    private final Reservations reservations;
    private final FulfilmentRows rows;
    private final HandOvers handOvers;
    private final FulfilmentSettings settings;
    private final Events events;
    private final Clock clock;

    FulfilmentSync(
            OrderFulfilment orders,
            Reservations reservations,
            FulfilmentRows rows,
            HandOvers handOvers,
            FulfilmentSettings settings,
            Events events,
            Clock clock) {
        this.orders = orders;
        this.reservations = reservations;
        this.rows = rows;
        this.handOvers = handOvers;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void sync(Collection<UUID> ids) {
        List<OrderFulfilment.Known> known = orders.lock(concerned(ids));
        List<UUID> found = known.stream().map(k -> k.order().id()).toList();
        if (found.isEmpty()) {
            return;
        }
        Map<UUID, List<Reservations.HeldAt>> held =
                reservations.held(found).stream().collect(Collectors.groupingBy(Reservations.HeldAt::orderId));
        Map<UUID, List<FulfilmentView>> there =
                rows.ofOrders(found).stream().collect(Collectors.groupingBy(FulfilmentView::orderId));
        Instant now = clock.instant();
        Times times = new Times(now, settings.current().shipUntil(now));
        List<FulfilmentView> fresh = new ArrayList<>();
        for (OrderFulfilment.Known order : known) {
            UUID id = order.order().id();
            sync(order, held.getOrDefault(id, List.of()), there.getOrDefault(id, List.of()), times, fresh);
        }
        rows.insert(fresh);
        handOvers.toWarehouse(fresh);
        events.append(fresh.stream()
                .map(f -> new NewEvent(
                        Scope.currentTenant(), "fulfilment.opened", "fulfilment", f.id(), payload(f), Actor.current()))
                .toList());
    }

    /** Those that may be shipped or have something to ship; most new orders wait to be paid, and need not be read for that. */
    private Set<UUID> concerned(Collection<UUID> ids) {
        Set<UUID> concerned = new LinkedHashSet<>(orders.shippable(ids));
        concerned.addAll(rows.withFulfilment(ids));
        return concerned;
    }

    private record Times(Instant now, Instant due) {}

    static Map<String, Object> payload(FulfilmentView f) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("number", f.number());
        payload.put("orderId", f.orderId().toString());
        payload.put("orderNumber", f.orderNumber());
        payload.put("locationId", f.locationId().toString());
        return payload;
    }

    private void sync(
            OrderFulfilment.Known known,
            List<Reservations.HeldAt> held,
            List<FulfilmentView> there,
            Times times,
            List<FulfilmentView> fresh) {
        Set<UUID> locations = new LinkedHashSet<>();
        there.stream().filter(f -> f.state().isLive()).forEach(f -> locations.add(f.locationId()));
        held.forEach(h -> locations.add(h.locationId()));
        int number = there.size();
        for (UUID location : locations) {
            List<Reservations.HeldAt> here =
                    held.stream().filter(h -> h.locationId().equals(location)).toList();
            List<FulfilmentView> live = there.stream()
                    .filter(f -> f.locationId().equals(location) && f.state().isLive())
                    .toList();
            shrink(live.stream().filter(f -> f.state().isInWork()).toList(), sums(here, Reservations.HeldAt::inWork));
            List<FulfilmentView> open =
                    live.stream().filter(f -> f.state() == WorkState.OPEN).toList();
            Map<UUID, Long> idle = sums(here, h -> h.units() - h.inWork());
            shrink(open, idle);
            if (known.shippable()) {
                Map<UUID, Long> more = more(open, idle);
                if (!more.isEmpty()) {
                    if (open.isEmpty()) {
                        fresh.add(opened(known, location, ++number, times, more));
                    } else {
                        grow(known, open.getLast(), more);
                    }
                }
            }
            live.stream()
                    .filter(f -> f.held() == known.shippable())
                    .forEach(f -> rows.set(f.id(), Map.of("held", !known.shippable())));
        }
    }

    private static Map<UUID, Long> sums(List<Reservations.HeldAt> held, ToLongFunction<Reservations.HeldAt> units) {
        Map<UUID, Long> sums = new LinkedHashMap<>();
        held.forEach(h -> sums.merge(h.lineId(), units.applyAsLong(h), Long::sum));
        return sums;
    }

    /** Units that are held and in none of them, by line. */
    private static Map<UUID, Long> more(List<FulfilmentView> open, Map<UUID, Long> idle) {
        Map<UUID, Long> more = new LinkedHashMap<>();
        idle.forEach((line, units) -> {
            long missing = units - left(open, line);
            if (missing > 0) {
                more.put(line, missing);
            }
        });
        return more;
    }

    private static long left(List<FulfilmentView> some, UUID line) {
        return some.stream()
                .flatMap(f -> f.lines().stream())
                .filter(l -> l.lineId().equals(line))
                .mapToLong(FulfilmentView.Line::left)
                .sum();
    }

    private static OrderView.Line line(OrderFulfilment.Known known, UUID id) {
        return known.lines().stream().filter(l -> l.id().equals(id)).findFirst().orElseThrow();
    }

    private static FulfilmentView.Line line(OrderFulfilment.Known known, UUID id, long units) {
        OrderView.Line line = line(known, id);
        return new FulfilmentView.Line(
                id, java.util.Objects.requireNonNull(line.variantId()), line.sku(), line.title(), units, 0, 0, 0);
    }

    private FulfilmentView opened(
            OrderFulfilment.Known known, UUID location, int number, Times times, Map<UUID, Long> units) {
        OrderView order = known.order();
        return new FulfilmentView(
                Ids.next(),
                order.number() + "-" + number,
                order.id(),
                order.number(),
                location,
                "",
                "",
                order.nodeId(),
                order.path(),
                WorkState.OPEN,
                false,
                "",
                null,
                null,
                "",
                order.shipTo().province(),
                order.shipTo().city(),
                units.values().stream().mapToLong(Long::longValue).sum(),
                0,
                0,
                times.due(),
                times.now(),
                times.now(),
                null,
                null,
                null,
                null,
                0,
                units.entrySet().stream()
                        .map(e -> line(known, e.getKey(), e.getValue()))
                        .toList(),
                List.of());
    }

    private void grow(OrderFulfilment.Known known, FulfilmentView one, Map<UUID, Long> more) {
        Map<UUID, FulfilmentView.Line> lines = new LinkedHashMap<>();
        one.lines().forEach(l -> lines.put(l.lineId(), l));
        more.forEach((id, units) -> lines.merge(
                id, line(known, id, units), (old, added) -> Fulfilments.units(old, old.units() + added.units())));
        rows.lines(one.id(), List.copyOf(lines.values()));
        changed(one, lines.values());
    }

    /** Takes away what is not held any more, of the newest first. */
    private void shrink(List<FulfilmentView> some, Map<UUID, Long> there) {
        Map<UUID, Long> gone = new LinkedHashMap<>();
        some.stream()
                .flatMap(f -> f.lines().stream())
                .map(FulfilmentView.Line::lineId)
                .distinct()
                .forEach(line -> {
                    long over = left(some, line) - there.getOrDefault(line, 0L);
                    if (over > 0) {
                        gone.put(line, over);
                    }
                });
        if (gone.isEmpty()) {
            return;
        }
        for (FulfilmentView one : some.reversed()) {
            List<FulfilmentView.Line> left = new ArrayList<>();
            boolean any = false;
            for (FulfilmentView.Line line : one.lines()) {
                long less = Math.min(gone.getOrDefault(line.lineId(), 0L), line.left());
                gone.merge(line.lineId(), -less, Long::sum);
                any |= less > 0;
                if (line.units() > less) {
                    left.add(Fulfilments.units(line, line.units() - less));
                }
            }
            if (any) {
                shrunk(one, left);
            }
        }
    }

    private void shrunk(FulfilmentView one, List<FulfilmentView.Line> left) {
        if (left.isEmpty()) {
            rows.set(one.id(), Map.of("state", WorkState.CANCELLED.code()));
            handOvers.end(one.id(), "cancelled");
            events.append("fulfilment.cancelled", "fulfilment", one.id(), payload(one));
            return;
        }
        rows.lines(one.id(), left);
        if (left.stream().allMatch(l -> l.left() == 0)) {
            boolean delivered = left.stream().allMatch(l -> l.delivered() == l.units());
            rows.set(
                    one.id(),
                    Map.of(
                            "state",
                            (delivered ? WorkState.DELIVERED : WorkState.SHIPPED).code(),
                            "shipped_at",
                            rows.now()));
            handOvers.end(one.id(), "done");
        }
        changed(one, left);
    }

    private void changed(FulfilmentView one, Collection<FulfilmentView.Line> lines) {
        Map<String, Object> payload = new LinkedHashMap<>(payload(one));
        payload.put(
                "units", lines.stream().mapToLong(FulfilmentView.Line::units).sum());
        events.append("fulfilment.changed", "fulfilment", one.id(), payload);
    }
}
