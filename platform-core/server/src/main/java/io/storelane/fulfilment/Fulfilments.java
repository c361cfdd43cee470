package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.order.OrderFulfilment;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people at locations do with fulfilment orders. A caller reaches those of locations within its reach, whoever sold. Each verb
 * locks the order first and then the fulfilment order, checks the state, and changes both in one transaction: of two who do the same
 * at once the second is told what it is now.
 */
@Service
public class Fulfilments {

    private static final int REASON = 500;
    private static final int CARRIER = 60;
    private static final Pattern TRACKING = Pattern.compile("[A-Z0-9][A-Z0-9._/-]{3,59}");

    private final FulfilmentRows rows;
    private final HandOvers handOvers;
    private final OrderFulfilment orders;
    private final Colleagues colleagues;
    private final AuditLog audit;
    private final Events events;

    Fulfilments(
            FulfilmentRows rows,
            HandOvers handOvers,
            OrderFulfilment orders,
            Colleagues colleagues,
            AuditLog audit,
            Events events) {
        this.rows = rows;
        this.handOvers = handOvers;
        this.orders = orders;
        this.colleagues = colleagues;
        this.audit = audit;
        this.events = events;
    }

    /** One with its lines and parcels, if its location is within reach. */
    @Transactional(readOnly = true)
    public FulfilmentView fulfilment(UUID id) {
        return rows.find(id, Permission.FULFILMENT_VIEW, false);
    }

    /**
     * Those of an order, oldest first, with lines and parcels: all for who sees the order, for others those within reach.
     *
     * @param orderPath path of the order's node
     */
    @Transactional(readOnly = true)
    public List<FulfilmentView> ofOrder(UUID orderId, String orderPath) {
        Access access = Access.current();
        List<FulfilmentView> all = rows.ofOrders(List.of(orderId));
        return access.allowsAt(Permission.ORDERS_VIEW, orderPath)
                ? all
                : all.stream()
                        .filter(f -> access.allowsAt(Permission.FULFILMENT_VIEW, f.path()))
                        .toList();
    }

    /** The location takes it: from now on its units are neither moved nor cancelled. */
    @Transactional
    public void accept(UUID id) {
        FulfilmentView one = locked(id);
        require(one, WorkState.ACCEPTED);
        orders.begin(one.orderId(), one.locationId(), left(one));
        rows.set(id, columns(WorkState.ACCEPTED, "accepted_at"));
        handOvers.end(id, "done");
        happened("accepted", one, Map.of());
    }

    /**
     * The location gives back what has not left: the router looks for it elsewhere and leaves the location out.
     *
     * @param reason why, 1 to 500 characters
     */
    @Transactional
    public void reject(UUID id, String reason) {
        FulfilmentView one = locked(id);
        require(one, WorkState.REJECTED);
        if (reason.isBlank()) {
            new FieldErrors().add("/reason", FulfilmentProblem.NO_REASON).throwIfAny();
        }
        if (reason.length() > REASON) {
            new FieldErrors().add("/reason", FulfilmentProblem.BAD_TEXT, REASON).throwIfAny();
        }
        String why = reason.strip();
        orders.refuse(
                one.orderId(),
                one.locationId(),
                one.locationCode(),
                left(one),
                one.state().isInWork(),
                why);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("reason", why);
        if (one.shipped() > 0) {
            rows.lines(
                    id,
                    one.lines().stream()
                            .filter(l -> l.shipped() > 0)
                            .map(l -> units(l, l.shipped()))
                            .toList());
            columns.put("state", (one.delivered() == one.shipped() ? WorkState.DELIVERED : WorkState.SHIPPED).code());
            columns.put("shipped_at", rows.now());
        } else {
            columns.put("state", WorkState.REJECTED.code());
        }
        rows.set(id, columns);
        handOvers.end(id, "cancelled");
        happened("rejected", one, Map.of("reason", why, "units", sum(left(one))));
    }

    /** Somebody begins to pick. */
    @Transactional
    public void pick(UUID id) {
        FulfilmentView one = locked(id);
        require(one, WorkState.PICKING);
        rows.set(id, Map.of("state", WorkState.PICKING.code()));
        happened("picking", one, Map.of());
    }

    /** All is picked and packed, and waits for who carries it. */
    @Transactional
    public void pack(UUID id) {
        FulfilmentView one = locked(id);
        require(one, WorkState.PACKED);
        Map<UUID, Long> rest = new LinkedHashMap<>();
        one.lines().stream()
                .filter(l -> l.units() > l.picked())
                .forEach(l -> rest.put(l.lineId(), l.units() - l.picked()));
        rows.add(id, "picked", rest);
        rows.set(id, columns(WorkState.PACKED, "packed_at"));
        handOvers.toCarrier(one);
        happened("packed", one, Map.of());
    }

    /**
     * Parcels leave, all or none; with the last units it is shipped.
     *
     * @throws ProblemException naming the line of which more are in the parcels than are left, or the tracking number of another
     *     parcel; if the order is on hold, not paid, or not open any more
     */
    @Transactional
    public List<UUID> ship(UUID id, List<NewParcel> parcels) {
        FulfilmentView one = locked(id);
        require(one, WorkState.SHIPPED);
        if (one.held()) {
            throw new ProblemException(FulfilmentProblem.WAITS, one.number());
        }
        Map<UUID, Long> all = new LinkedHashMap<>();
        List<ParcelView> made = checked(one, parcels, all);
        orders.ship(one.orderId(), one.locationId(), one.locationCode(), all);
        for (int i = 0; i < made.size(); i++) {
            ParcelView parcel = made.get(i);
            String other = rows.tracked(parcel);
            boolean free =
                    other.isEmpty() && rows.insertParcel(parcel, Actor.current().userId());
            if (!free) {
                throw conflict(
                        "/parcels/" + i + "/tracking",
                        FulfilmentProblem.TRACKING_USED,
                        parcel.tracking(),
                        other.isEmpty() ? rows.tracked(parcel) : other);
            }
        }
        rows.add(id, "shipped", all);
        long shipped = one.shipped() + sum(all);
        Map<String, Object> columns = new LinkedHashMap<>(Map.of("shipped", shipped));
        boolean whole = shipped == one.units();
        if (whole) {
            columns.putAll(columns(WorkState.SHIPPED, "shipped_at"));
            handOvers.end(id, "done");
        }
        rows.set(id, columns);
        for (ParcelView parcel : made) {
            happened("shipped", one, parcel(one, parcel, whole));
        }
        return made.stream().map(ParcelView::id).toList();
    }

    private static Map<String, Object> parcel(FulfilmentView one, ParcelView parcel, boolean whole) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("parcelId", parcel.id().toString());
        detail.put("carrier", parcel.carrier());
        detail.put("tracking", parcel.tracking());
        detail.put("units", bySku(one, parcel));
        detail.put("whole", whole);
        return detail;
    }

    private static Map<String, Long> bySku(FulfilmentView one, ParcelView parcel) {
        Map<String, Long> bySku = new LinkedHashMap<>();
        parcel.parts().forEach(p -> bySku.merge(line(one, p.lineId()).sku(), p.units(), Long::sum));
        return bySku;
    }

    private static FulfilmentView.Line line(FulfilmentView one, UUID id) {
        return one.lines().stream()
                .filter(l -> l.lineId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<ParcelView> checked(FulfilmentView one, List<NewParcel> parcels, Map<UUID, Long> all) {
        List<Fault> faults = new ArrayList<>();
        List<ParcelView> made = new ArrayList<>();
        Map<UUID, Long> left = new LinkedHashMap<>(left(one));
        for (int i = 0; i < parcels.size(); i++) {
            NewParcel parcel = parcels.get(i);
            String at = "/parcels/" + i;
            String carrier = parcel.carrier().strip().replaceAll("\\s+", " ");
            String tracking = parcel.tracking().strip().toUpperCase(java.util.Locale.ROOT);
            if (carrier.length() > CARRIER || carrier.chars().anyMatch(Character::isISOControl)) {
                faults.add(Fault.of(FulfilmentProblem.BAD_CARRIER, at + "/carrier", CARRIER));
            }
            if (!tracking.isEmpty() && !TRACKING.matcher(tracking).matches()) {
                faults.add(Fault.of(FulfilmentProblem.BAD_TRACKING, at + "/tracking"));
            } else if (!tracking.isEmpty() && carrier.isEmpty()) {
                faults.add(Fault.of(FulfilmentProblem.NO_CARRIER, at + "/carrier"));
            }
            Map<UUID, Long> units = parcel.units().isEmpty() ? Map.copyOf(left) : parcel.units();
            int number = 0;
            List<ParcelView.Part> parts = new ArrayList<>();
            for (Map.Entry<UUID, Long> part : units.entrySet()) {
                String place = at + "/lines/" + number++;
                Long most = left.get(part.getKey());
                FulfilmentView.Line line = one.lines().stream()
                        .filter(l -> l.lineId().equals(part.getKey()))
                        .findFirst()
                        .orElse(null);
                if (line == null) {
                    faults.add(Fault.of(FulfilmentProblem.LINE_UNKNOWN, place + "/lineId"));
                } else if (part.getValue() < 1 || most == null || part.getValue() > most) {
                    faults.add(Fault.of(
                            FulfilmentProblem.BAD_UNITS, place + "/quantity", line.sku(), most == null ? 0 : most));
                } else {
                    if (most == part.getValue().longValue()) {
                        left.remove(part.getKey());
                    } else {
                        left.put(part.getKey(), most - part.getValue());
                    }
                    all.merge(part.getKey(), part.getValue(), Long::sum);
                    parts.add(new ParcelView.Part(part.getKey(), part.getValue()));
                }
            }
            if (units.isEmpty()) {
                faults.add(Fault.of(FulfilmentProblem.NO_UNITS, at + "/lines"));
            }
            made.add(new ParcelView(
                    Ids.next(),
                    one.id(),
                    one.orderId(),
                    "shipped",
                    carrier,
                    tracking,
                    parts.stream().mapToLong(ParcelView.Part::units).sum(),
                    rows.now().toInstant(),
                    null,
                    parts));
        }
        if (parcels.isEmpty()) {
            faults.add(Fault.of(FulfilmentProblem.NO_UNITS, "/parcels"));
        }
        new FieldErrors().addAll(faults).throwIfAny();
        return made;
    }

    /** All parcels that are on their way have arrived. */
    @Transactional
    public void deliver(UUID id) {
        FulfilmentView one = locked(id);
        require(one, WorkState.DELIVERED);
        arrived(one, one.parcels().stream().filter(p -> !p.isDelivered()).toList());
    }

    /** A parcel has arrived; with the last one, and nothing left to send, it is delivered. */
    @Transactional
    public void deliverParcel(UUID id, UUID parcelId) {
        FulfilmentView one = locked(id);
        ParcelView parcel = one.parcels().stream()
                .filter(p -> p.id().equals(parcelId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(FulfilmentProblem.PARCEL_NOT_FOUND));
        if (parcel.isDelivered()) {
            throw new ProblemException(FulfilmentProblem.PARCEL_DELIVERED);
        }
        arrived(one, List.of(parcel));
    }

    private void arrived(FulfilmentView one, List<ParcelView> parcels) {
        Map<UUID, Long> units = new LinkedHashMap<>();
        parcels.forEach(p -> {
            rows.parcelDelivered(p.id());
            p.parts().forEach(part -> units.merge(part.lineId(), part.units(), Long::sum));
        });
        orders.delivered(one.orderId(), units);
        rows.add(one.id(), "delivered", units);
        long delivered = one.delivered() + sum(units);
        Map<String, Object> columns = new LinkedHashMap<>(Map.of("delivered", delivered));
        boolean whole = delivered == one.units();
        if (whole) {
            columns.putAll(columns(WorkState.DELIVERED, "delivered_at"));
        }
        rows.set(one.id(), columns);
        for (ParcelView parcel : parcels) {
            happened("delivered", one, parcel(one, parcel, whole));
        }
    }

    /**
     * Puts units of it into a fulfilment order of their own, in the same state.
     *
     * @param units by line; something has to stay
     * @return the new one
     */
    @Transactional
    public UUID split(UUID id, Map<UUID, Long> units) {
        FulfilmentView one = locked(id);
        requireLive(one);
        Map<UUID, Long> left = left(one);
        List<Fault> faults = new ArrayList<>();
        int number = 0;
        for (Map.Entry<UUID, Long> part : units.entrySet()) {
            String at = "/lines/" + number++;
            if (!left.containsKey(part.getKey())) {
                faults.add(Fault.of(FulfilmentProblem.LINE_UNKNOWN, at + "/lineId"));
            } else if (part.getValue() < 1 || part.getValue() > left.getOrDefault(part.getKey(), 0L)) {
                faults.add(Fault.of(
                        FulfilmentProblem.BAD_UNITS,
                        at + "/quantity",
                        line(one, part.getKey()).sku(),
                        left.getOrDefault(part.getKey(), 0L)));
            }
        }
        if (units.isEmpty()) {
            faults.add(Fault.of(FulfilmentProblem.NO_UNITS, "/lines"));
        } else if (sum(units) >= sum(left)) {
            faults.add(Fault.of(FulfilmentProblem.NOTHING_LEFT, "/lines"));
        }
        new FieldErrors().addAll(faults).throwIfAny();
        List<FulfilmentView.Line> taken = new ArrayList<>();
        List<FulfilmentView.Line> kept = new ArrayList<>();
        for (FulfilmentView.Line line : one.lines()) {
            long some = units.getOrDefault(line.lineId(), 0L);
            if (some > 0) {
                boolean picked = one.state() == WorkState.PACKED;
                taken.add(new FulfilmentView.Line(
                        line.lineId(), line.variantId(), line.sku(), line.title(), some, picked ? some : 0, 0, 0));
            }
            if (line.units() > some) {
                kept.add(units(line, line.units() - some));
            }
        }
        FulfilmentView fresh = part(one, taken);
        rows.lines(id, kept);
        rows.insert(List.of(fresh));
        if (one.state() == WorkState.OPEN) {
            handOvers.toWarehouse(List.of(fresh));
        } else if (one.state() == WorkState.PACKED) {
            handOvers.toCarrier(fresh);
        }
        happened(
                "split",
                one,
                Map.of("into", fresh.number(), "intoId", fresh.id().toString(), "units", sum(units)));
        return fresh.id();
    }

    private FulfilmentView part(FulfilmentView one, List<FulfilmentView.Line> lines) {
        int number = rows.ofOrders(List.of(one.orderId())).size() + 1;
        return new FulfilmentView(
                Ids.next(),
                one.orderNumber() + "-" + number,
                one.orderId(),
                one.orderNumber(),
                one.locationId(),
                one.locationCode(),
                one.location(),
                one.nodeId(),
                one.path(),
                one.state(),
                one.held(),
                "",
                null,
                one.assigneeId(),
                one.assignee(),
                one.province(),
                one.city(),
                lines.stream().mapToLong(FulfilmentView.Line::units).sum(),
                0,
                0,
                one.dueAt(),
                rows.now().toInstant(),
                rows.now().toInstant(),
                one.acceptedAt(),
                one.packedAt(),
                null,
                null,
                0,
                lines,
                List.of());
    }

    /**
     * Puts several of one order at one location in one state together, into the first. None of the others may have sent anything.
     *
     * @return the one that has all now
     */
    @Transactional
    public UUID merge(List<UUID> ids) {
        List<UUID> chosen = List.copyOf(new LinkedHashSet<>(ids));
        Access.current().require(Permission.FULFILMENT_MANAGE);
        List<UUID> reached = chosen.stream()
                .map(id -> rows.orderOf(id, Permission.FULFILMENT_MANAGE))
                .toList();
        if (reached.size() < 2) {
            new FieldErrors().add("/ids", FulfilmentProblem.TOO_FEW).throwIfAny();
        }
        orders.lock(reached);
        List<FulfilmentView> all = chosen.stream()
                .sorted()
                .map(id -> rows.find(id, Permission.FULFILMENT_MANAGE, true))
                .sorted(java.util.Comparator.comparing((FulfilmentView f) -> f.shipped() == 0)
                        .thenComparing(FulfilmentView::createdAt)
                        .thenComparing(FulfilmentView::number))
                .toList();
        FulfilmentView first = all.getFirst();
        requireLive(first);
        Map<UUID, FulfilmentView.Line> lines = new LinkedHashMap<>();
        first.lines().forEach(l -> lines.put(l.lineId(), l));
        for (FulfilmentView other : all.subList(1, all.size())) {
            if (!other.orderId().equals(first.orderId())
                    || !other.locationId().equals(first.locationId())
                    || other.state() != first.state()
                    || other.shipped() > 0) {
                throw new ProblemException(FulfilmentProblem.NOT_ALIKE, other.number(), first.number());
            }
            other.lines()
                    .forEach(l -> lines.merge(
                            l.lineId(),
                            l,
                            (a, b) -> new FulfilmentView.Line(
                                    a.lineId(),
                                    a.variantId(),
                                    a.sku(),
                                    a.title(),
                                    a.units() + b.units(),
                                    a.picked() + b.picked(),
                                    a.shipped(),
                                    a.delivered())));
        }
        rows.lines(first.id(), List.copyOf(lines.values()));
        for (FulfilmentView other : all.subList(1, all.size())) {
            rows.set(other.id(), Map.of("state", WorkState.CANCELLED.code(), "merged_into", first.id()));
            handOvers.end(other.id(), "cancelled");
        }
        happened(
                "merged",
                first,
                Map.of(
                        "from",
                        all.subList(1, all.size()).stream()
                                .map(FulfilmentView::number)
                                .collect(Collectors.joining(" "))));
        return first.id();
    }

    /** @param userId a member who may see it, null for nobody */
    @Transactional
    public void assign(UUID id, @Nullable UUID userId) {
        FulfilmentView one = locked(id);
        if (userId != null && !colleagues.holds(userId, Permission.FULFILMENT_VIEW, List.of(one.path()))) {
            new FieldErrors()
                    .add("/assigneeId", FulfilmentProblem.UNKNOWN_MEMBER)
                    .throwIfAny();
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("assignee_id", userId);
        rows.set(id, columns);
        happened("assigned", one, userId == null ? Map.of() : Map.of("userId", userId.toString()));
    }

    /** The order is locked first, as by all who change it. */
    private FulfilmentView locked(UUID id) {
        UUID order = rows.orderOf(id, Permission.FULFILMENT_MANAGE);
        orders.lock(List.of(order));
        return rows.find(id, Permission.FULFILMENT_MANAGE, true);
    }

    private static void require(FulfilmentView one, WorkState next) {
        if (!one.state().canBecome(next)) {
            throw new ProblemException(
                    FulfilmentProblem.WRONG_STATE, one.number(), one.state().number());
        }
    }

    private static void requireLive(FulfilmentView one) {
        if (!one.state().isLive()) {
            throw new ProblemException(
                    FulfilmentProblem.WRONG_STATE, one.number(), one.state().number());
        }
    }

    private static ProblemException conflict(String path, FulfilmentProblem problem, Object... args) {
        return ProblemException.of(List.of(Fault.of(problem, path, args)), problem, args);
    }

    private Map<String, Object> columns(WorkState state, String time) {
        return Map.of("state", state.code(), time, rows.now());
    }

    static FulfilmentView.Line units(FulfilmentView.Line line, long units) {
        return new FulfilmentView.Line(
                line.lineId(),
                line.variantId(),
                line.sku(),
                line.title(),
                units,
                Math.min(line.picked(), units),
                line.shipped(),
                line.delivered());
    }

    /** Units of each line that are still to leave; a line of which all has left is not in it. */
    private static Map<UUID, Long> left(FulfilmentView one) {
        Map<UUID, Long> left = new LinkedHashMap<>();
        one.lines().stream().filter(l -> l.left() > 0).forEach(l -> left.put(l.lineId(), l.left()));
        return left;
    }

    private static long sum(Map<UUID, Long> units) {
        return units.values().stream().mapToLong(Long::longValue).sum();
    }

    private void happened(String verb, FulfilmentView one, Map<String, ?> detail) {
        audit.record(
                "fulfilment." + verb,
                new AuditTarget("fulfilment", one.id(), one.number(), one.nodeId()),
                Map.of(),
                detail);
        Map<String, Object> payload = new LinkedHashMap<>(FulfilmentSync.payload(one));
        payload.putAll(detail);
        events.append("fulfilment." + verb, "fulfilment", one.id(), Objects.requireNonNull(payload));
    }
}
