package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.ReservationProblem;
import io.storelane.inventory.Stock;
import io.storelane.order.Placement.Placed;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every command in every state of an order: what the model allows is done in full, with one entry of the timeline, the trail and the
 * log each, and what it forbids is refused with its code and leaves no row changed. What is paid is never less than what went back.
 */
class OrderStatePropertyTests extends ServerTests {

    private static final int ROUNDS = 40;
    private static final int STEPS = 40;
    private static final long SHIPPING = 500;
    private static final String TASKS = "tasks";
    private static final List<String> COMMANDS = List.of(
            "hold",
            "release",
            "edit",
            "cancel",
            "cancelUnits",
            "note",
            "tag",
            "addTag",
            "assign",
            "matchLine",
            "resolveTask",
            "allocate",
            "move",
            "pay",
            "refund",
            "begin",
            "stop",
            "refuse",
            "ship",
            "deliver",
            "returns");
    private static final List<String> CONDITIONS =
            List.of("open", "held", "waiting", "in work", "cancelled", "completed");

    /** What has to have come by while some units had left already. */
    private static final List<String> UNDER_WAY =
            List.of("edit", "cancel", "cancelUnits", "pay", "ship", "deliver", "returns");

    /** Every row that belongs to orders and their stock, as one text. */
    private static final String ROWS = """
            select concat_ws('#',
              (select string_agg(t::text, '|' order by id) from core.sales_order t),
              (select string_agg(t::text, '|' order by id) from core.order_line t),
              (select string_agg(t::text, '|' order by id) from core.order_payment t),
              (select string_agg(t::text, '|' order by id) from core.order_entry t),
              (select string_agg(t::text, '|' order by id) from core.order_task t),
              (select string_agg(t::text, '|' order by id) from core.reservation t),
              (select string_agg(t::text, '|' order by variant_id, location_id) from core.stock_level t),
              (select string_agg(t::text, '|' order by id) from core.stock_move t),
              (select count(*) from core.event where aggregate_type = 'order'),
              (select count(*) from core.audit_entry where target_type = 'order'))""";

    private final ApplicationContext context;
    private final Stage stage;
    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final OrderFulfilment fulfilment;
    private final OrderSettings settings;
    private final Stock stock;
    private final Database database;
    private final TransactionTemplate transaction;

    private final Set<String> seen = new HashSet<>();

    @Autowired
    OrderStatePropertyTests(
            ApplicationContext context,
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            OrderFulfilment fulfilment,
            OrderSettings settings,
            Stock stock,
            Database database,
            TransactionTemplate transactionTemplate) {
        this.context = context;
        this.stage = new Stage(context);
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.fulfilment = fulfilment;
        this.settings = settings;
        this.stock = stock;
        this.database = database;
        this.transaction = transactionTemplate;
    }

    private static final class Line {
        private final UUID id;
        private final long quantity;
        private final long price;
        private @Nullable String sku;
        private long cancelled;
        private long reserved;
        private long missing;
        private long inWork;
        private long shipped;
        private long delivered;
        private long returned;

        private Line(UUID id, @Nullable String sku, long quantity, long price) {
            this.id = id;
            this.sku = sku;
            this.quantity = quantity;
            this.price = price;
        }

        private long wanted() {
            return quantity - cancelled;
        }

        private long open() {
            return wanted() - shipped;
        }
    }

    private static final class Task {
        private final UUID id;
        private final Line line;
        private final String fault;
        private boolean done;

        private Task(UUID id, Line line, String fault) {
            this.id = id;
            this.line = line;
            this.fault = fault;
        }
    }

    private final class World {

        private final Round round;
        private final Workspace workspace = stage.shop();
        private final Shop shop = new Shop(context, stage, workspace);
        private final UUID east = shop.location("EAST", "", 1);
        private final UUID west = shop.location("WEST", "", 2);
        private final UUID order;

        private final List<Line> lines = new ArrayList<>();
        private final List<Task> tasks = new ArrayList<>();
        private final Map<String, Long> free = new HashMap<>();
        private final Set<String> references = new HashSet<>();
        private OrderState state = OrderState.OPEN;
        private PaymentState payment = PaymentState.UNPAID;
        private boolean refused;
        private boolean held;
        private String reason = "";
        private long total;
        private long paid;
        private long refunded;
        private List<String> tags = List.of();

        private long entries;
        private long events;

        /** What the command in hand writes to the timeline, and to the log. */
        private long newEntries;

        private long newEvents;
        private String rows;

        /** An order of a channel for two SKUs of which it may get too few, and one that nobody knows. */
        private World(Round round) {
            this.round = round;
            UUID channel = shop.channel("web");
            for (String sku : List.of("CUP", "POT", "LID")) {
                UUID variant = shop.goods(sku, 1_000);
                free.put(sku, round.number(round.chance(60) ? 3 : 1, 6));
                shop.stock(variant, east, free(sku));
            }
            stage.run(workspace.owner(), workspace, () -> settings.change(new OrderSettings.Values(null, 0, true, 0)));
            boolean unknown = round.chance(40);
            List<PlaceOrder.Line> wanted = new ArrayList<>(List.of(line("CUP", 3, 1_000), line("POT", 2, 700)));
            if (unknown) {
                wanted.add(line("NOPE", 2, 900));
            }
            PlaceOrder plain = Shop.order(Source.CHANNEL, channel, "TB-1", wanted);
            Placed placed = (Placed) stage.as(
                    workspace.owner(),
                    workspace,
                    () -> orders.place(new PlaceOrder(
                            plain.source(),
                            channel,
                            "TB-1",
                            null,
                            "",
                            null,
                            plain.buyer(),
                            plain.shipTo(),
                            plain.invoice(),
                            wanted,
                            List.of(),
                            SHIPPING,
                            null,
                            false,
                            List.of(),
                            null,
                            List.of(),
                            "",
                            null)));
            order = placed.id();
            round.step("place with free " + free + (unknown ? " and an unknown SKU" : ""));
            for (OrderView.Line l : placed.whole().lines()) {
                lines.add(new Line(l.id(), l.sku().equals("NOPE") ? null : l.sku(), l.quantity(), l.unitPrice()));
            }
            lines.stream().filter(l -> l.sku != null).forEach(this::fill);
            placed.whole().tasks().forEach(t -> tasks.add(new Task(t.id(), line(t.lineId()), t.fault())));
            assertThat(tasks.stream().filter(t -> t.fault.equals("SHORT")).map(t -> t.line))
                    .containsExactlyInAnyOrderElementsOf(
                            lines.stream().filter(l -> l.missing > 0).toList());
            assertThat(tasks.stream().filter(t -> t.fault.equals("UNKNOWN_SKU")))
                    .hasSize(unknown ? 1 : 0);
            held = !tasks.isEmpty();
            reason = held ? TASKS : "";
            total = sum();
            Orders.Whole whole = read();
            entries = whole.entries().size();
            events = events();
            rows = rows();
            compare(whole);
        }

        private static PlaceOrder.Line line(String sku, long quantity, long price) {
            return new PlaceOrder.Line(sku, quantity, price, 0, 0, false, "");
        }

        private Line line(@Nullable UUID id) {
            return lines.stream().filter(l -> l.id.equals(id)).findFirst().orElseThrow();
        }

        private long free(String sku) {
            return Objects.requireNonNull(free.get(sku));
        }

        private Orders.Whole read() {
            return stage.as(workspace.owner(), workspace, () -> orders.order(order));
        }

        private long events() {
            return shop.number("select count(*) from core.event where aggregate_id = ?", order);
        }

        private String rows() {
            return Objects.requireNonNull(Scope.tenant(workspace.tenant())
                    .call(() -> transaction.execute(
                            _ -> database.core().sql(ROWS).query(String.class).single())));
        }

        /** Gives a line what it misses, as far as it is there. @return units found */
        private long fill(Line line) {
            String sku = Objects.requireNonNull(line.sku);
            long wanted = line.open() - line.reserved;
            long found = refused ? 0 : Math.min(wanted, free(sku));
            line.reserved += found;
            line.missing = wanted - found;
            free.merge(sku, -found, Long::sum);
            return found;
        }

        private long sum() {
            long sum = lines.stream().mapToLong(l -> l.price * l.wanted()).sum();
            return lines.stream().anyMatch(l -> l.wanted() > 0) ? sum + SHIPPING : 0;
        }

        private String condition() {
            return switch (state) {
                case CANCELLED -> "cancelled";
                case COMPLETED -> "completed";
                case OPEN -> isInWork() ? "in work" : !held ? "open" : reason.equals(TASKS) ? "waiting" : "held";
            };
        }

        private void step() {
            int what = round.random().nextInt(100);
            if (what < 8) {
                receive();
            } else if (what < 10 && state == OrderState.OPEN) {
                put("state", "completed");
                state = OrderState.COMPLETED;
            } else {
                // an order that is cancelled is at its end: not too soon
                String command = round.oneOf(round.chance(15) ? List.of("begin", "ship", "release") : COMMANDS);
                if (command.equals("refuse") && state == OrderState.OPEN && round.chance(70)) {
                    command = "begin";
                } else if (command.equals("cancel") && round.chance(60)) {
                    command = "cancelUnits";
                } else if (command.equals("release") && round.chance(40)) {
                    command = "hold";
                } else if (command.equals("edit") && paid > refunded) {
                    command = round.oneOf(List.of("edit", "refund"));
                }
                command(command);
            }
            Orders.Whole whole = read();
            rows = rows();
            compare(whole);
        }

        private void receive() {
            String sku = round.oneOf(List.of("CUP", "POT", "LID"));
            long units = round.number(1, 3);
            round.step("receive " + units + " " + sku);
            stage.run(
                    workspace.owner(),
                    workspace,
                    () -> stock.receive(new ChangeStock(east, List.of(new ChangeStock.Line(sku, units)), "", "")));
            free.merge(sku, units, Long::sum);
        }

        private void put(String column, String value) {
            round.step(column + " is " + value);
            Stage.all("update core.sales_order set " + column + " = ? where id = ?", value, order);
        }

        private void command(String command) {
            newEntries = 1;
            newEvents = 1;
            switch (command) {
                case "hold" -> hold();
                case "release" -> release();
                case "edit" -> edit();
                case "cancel" -> cancel();
                case "cancelUnits" -> cancelUnits();
                case "note" -> note();
                case "tag" -> tag();
                case "addTag" -> addTag();
                case "assign" -> assign();
                case "matchLine" -> matchLine();
                case "resolveTask" -> resolveTask();
                case "allocate" -> allocate();
                case "move" -> move();
                case "pay" -> pay();
                case "begin" -> begin();
                case "stop" -> stop();
                case "refuse" -> refuse();
                case "ship" -> ship();
                case "deliver" -> deliver();
                case "returns" -> returns();
                default -> refund();
            }
        }

        private boolean attempt(String what, @Nullable ProblemCode refusal, Runnable work) {
            round.step(what + (refusal == null ? "" : ", refused: " + refusal));
            String command = what.substring(0, what.indexOf(' '));
            seen.add(command + ", " + condition());
            if (lines.stream().anyMatch(l -> l.shipped > 0)) {
                seen.add(command + ", under way");
            }
            ProblemCode code = null;
            try {
                stage.run(workspace.owner(), workspace, work);
            } catch (ProblemException e) {
                code = e.faults().isEmpty() ? e.code() : e.faults().getFirst().code();
            }
            assertThat(code).as(what).isEqualTo(refusal);
            if (refusal != null) {
                assertThat(rows())
                        .as("something of what was refused was written")
                        .isEqualTo(rows);
                seen.add(command + " " + refusal);
                return false;
            }
            return true;
        }

        private void done() {
            entries += newEntries;
            events += newEvents;
        }

        private boolean isInWork() {
            return lines.stream().anyMatch(l -> l.inWork > 0);
        }

        private @Nullable ProblemCode unlessOpen(boolean notBegun) {
            return state != OrderState.OPEN
                    ? OrderProblem.NOT_OPEN
                    : notBegun && fulfilment().compareTo(FulfilmentState.IN_WORK) >= 0 ? OrderProblem.IN_WORK : null;
        }

        private @Nullable ProblemCode unlessShippable() {
            return state != OrderState.OPEN ? OrderProblem.NOT_OPEN : held ? OrderProblem.ON_HOLD : null;
        }

        /** All has arrived and is paid. */
        private void completed() {
            if (state == OrderState.OPEN && fulfilment() == FulfilmentState.DELIVERED && paid >= total && !held) {
                state = OrderState.COMPLETED;
                newEntries++;
                newEvents++;
            }
        }

        private void units(
                String what,
                Line line,
                long most,
                @Nullable ProblemCode state,
                ProblemCode tooMany,
                java.util.function.Consumer<Map<UUID, Long>> work,
                java.util.function.LongConsumer then) {
            long units = round.chance(60) ? most : round.number(0, most + 1);
            ProblemCode fault =
                    line.sku == null ? OrderProblem.LINE_UNKNOWN : units < 1 || units > most ? tooMany : null;
            if (attempt(
                    what + " " + line.sku + " " + units,
                    first(state, fault),
                    () -> transaction.executeWithoutResult(_ -> work.accept(Map.of(line.id, units))))) {
                then.accept(units);
                done();
            }
        }

        private void begin() {
            newEntries = 0;
            newEvents = 0;
            Line line = round.oneOf(lines);
            units(
                    "begin",
                    line,
                    line.reserved - line.inWork,
                    unlessShippable(),
                    OrderProblem.NOT_HELD_THERE,
                    units -> fulfilment.begin(order, east, units),
                    units -> line.inWork += units);
        }

        private void stop() {
            newEntries = 0;
            newEvents = 0;
            Line line = round.oneOf(lines);
            units(
                    "stop",
                    line,
                    line.inWork,
                    null,
                    OrderProblem.NOT_HELD_THERE,
                    units -> fulfilment.stop(order, east, units),
                    units -> line.inWork -= units);
        }

        private void refuse() {
            Line line = round.oneOf(lines);
            boolean worked = line.inWork > 0 && round.chance(50);
            units(
                    "refuse",
                    line,
                    worked ? line.inWork : line.reserved - line.inWork,
                    null,
                    OrderProblem.NOT_HELD_THERE,
                    units -> fulfilment.refuse(order, east, "EAST", units, worked, "Broken"),
                    units -> {
                        line.reserved -= units;
                        line.inWork -= worked ? units : 0;
                        free.merge(Objects.requireNonNull(line.sku), units, Long::sum);
                        refused = true;
                        allocated();
                        held = true;
                        Set<UUID> known = new HashSet<>();
                        tasks.forEach(t -> known.add(t.id));
                        if (reason.isEmpty()) {
                            reason = read().order().holdReason();
                        }
                        read().tasks().stream()
                                .filter(t -> !known.contains(t.id()))
                                .forEach(t -> tasks.add(new Task(t.id(), line(t.lineId()), t.fault())));
                        assertThat(tasks.getLast().line).isSameAs(line);
                    });
        }

        private void ship() {
            Line line = round.oneOf(lines);
            units(
                    "ship",
                    line,
                    line.inWork,
                    unlessShippable(),
                    OrderProblem.NOT_HELD_THERE,
                    units -> fulfilment.ship(order, east, "EAST", units),
                    units -> {
                        line.inWork -= units;
                        line.reserved -= units;
                        line.shipped += units;
                    });
        }

        private void deliver() {
            Line line = round.oneOf(lines);
            units(
                    "deliver",
                    line,
                    line.shipped - line.delivered,
                    null,
                    OrderProblem.NOT_SHIPPED,
                    units -> fulfilment.delivered(order, units),
                    units -> {
                        line.delivered += units;
                        completed();
                    });
        }

        private void returns() {
            Line line = round.oneOf(lines);
            units(
                    "returns",
                    line,
                    line.shipped - line.returned,
                    null,
                    OrderProblem.NOT_SHIPPED,
                    units -> fulfilment.returned(order, units),
                    units -> line.returned += units);
        }

        private static @Nullable ProblemCode first(@Nullable ProblemCode one, @Nullable ProblemCode two) {
            return one == null ? two : one;
        }

        private boolean isTaskOpen() {
            return tasks.stream().anyMatch(t -> !t.done);
        }

        /** An order that waited for its tasks goes on with the last of them. */
        private void settle(List<Task> settled) {
            boolean any = settled.stream().anyMatch(t -> !t.done);
            settled.forEach(t -> t.done = true);
            if (any && held && reason.equals(TASKS) && !isTaskOpen()) {
                held = false;
                reason = "";
                newEntries++;
                newEvents++;
                completed();
            }
        }

        private void hold() {
            String why = round.oneOf(List.of("Address to be confirmed", ""));
            ProblemCode refusal = first(unlessOpen(false), held ? OrderProblem.ALREADY_HELD : null);
            if (attempt("hold " + why, refusal, () -> changes.hold(order, why))) {
                held = true;
                reason = why;
                done();
            }
        }

        private void release() {
            ProblemCode refusal = first(
                    unlessOpen(false), !held ? OrderProblem.NOT_HELD : isTaskOpen() ? OrderProblem.TASKS_OPEN : null);
            if (attempt("release it", refusal, () -> changes.release(order))) {
                held = false;
                reason = "";
                completed();
                done();
            }
        }

        private void edit() {
            OrderView now = read().order();
            long version = round.chance(20) ? now.version() + 1 : now.version();
            boolean bad = round.chance(20);
            ProblemCode refusal = first(
                    state != OrderState.OPEN
                            ? OrderProblem.NOT_OPEN
                            : version != now.version() ? OrderProblem.CHANGED_MEANWHILE : unlessOpen(true),
                    bad ? OrderProblem.BAD_INVOICE : null);
            OrderEdit edit = new OrderEdit(
                    version,
                    now.buyer(),
                    now.shipTo(),
                    bad ? new PlaceOrder.Invoice("company", "Tea House", "") : PlaceOrder.Invoice.NONE,
                    null,
                    "Ring twice");
            if (attempt("edit " + (bad ? "badly" : "well"), refusal, () -> changes.edit(order, edit))) {
                done();
            }
        }

        private void cancel() {
            ProblemCode refusal = first(
                    unlessOpen(false),
                    isInWork()
                            ? OrderProblem.IN_WORK
                            : lines.stream().allMatch(l -> l.open() == 0) ? OrderProblem.ALL_SHIPPED : null);
            if (attempt("cancel it", refusal, () -> changes.cancel(order, "Changed her mind"))) {
                lines.forEach(l -> take(l, l.open()));
                cancelled();
                done();
            }
        }

        private void cancelUnits() {
            Line line = round.oneOf(lines);
            long units = round.number(0, line.open() + 1);
            boolean other = round.chance(10);
            ProblemCode fault = other
                    ? OrderProblem.LINE_UNKNOWN
                    : units < 1 || units > line.open()
                            ? OrderProblem.BAD_UNITS
                            : units > line.open() - line.inWork ? OrderProblem.UNITS_IN_WORK : null;
            if (attempt(
                    "cancelUnits " + line.sku + " " + units,
                    first(unlessOpen(false), fault),
                    () -> changes.cancelUnits(order, Map.of(other ? Ids.next() : line.id, units), ""))) {
                take(line, units);
                cancelled();
                done();
            }
        }

        /** Units that are missing go first. */
        private void take(Line line, long units) {
            long missing = Math.min(units, line.missing);
            long back = Math.min(units - missing, line.reserved);
            line.missing -= missing;
            line.reserved -= back;
            line.cancelled += units;
            if (line.sku != null) {
                free.merge(line.sku, back, Long::sum);
            }
        }

        private void cancelled() {
            total = sum();
            boolean left = lines.stream().anyMatch(l -> l.wanted() > 0);
            payment = !left && paid == 0 ? PaymentState.UNPAID : payment();
            if (left) {
                settle(tasks.stream()
                        .filter(t -> t.fault.equals("SHORT") && t.line.missing == 0)
                        .toList());
                completed();
            } else {
                state = OrderState.CANCELLED;
                held = false;
                reason = "";
                tasks.forEach(t -> t.done = true);
            }
        }

        private void note() {
            String text = round.oneOf(List.of("Rang her", " "));
            if (attempt(
                    "note " + text, text.isBlank() ? OrderProblem.BAD_TEXT : null, () -> changes.note(order, text))) {
                newEvents = 0;
                done();
            }
        }

        private void tag() {
            List<String> wanted = round.oneOf(List.of(List.of(), List.of("gift"), List.of("a".repeat(41))));
            boolean bad = !wanted.isEmpty() && wanted.getFirst().length() > 40;
            if (attempt("tag " + wanted.size(), bad ? OrderProblem.BAD_TEXT : null, () -> changes.tag(order, wanted))) {
                tags = wanted;
                done();
            }
        }

        private void addTag() {
            String tag = round.oneOf(List.of("rush", "gift", ""));
            if (attempt(
                    "addTag " + tag, tag.isEmpty() ? OrderProblem.NO_TAG : null, () -> changes.addTag(order, tag))) {
                Set<String> all = new java.util.TreeSet<>(tags);
                all.add(tag);
                tags = List.copyOf(all);
                done();
            }
        }

        private void assign() {
            UUID user = round.chance(50) ? workspace.owner().id() : round.chance(50) ? null : Ids.next();
            ProblemCode refusal =
                    user == null || user.equals(workspace.owner().id()) ? null : OrderProblem.UNFIT_ASSIGNEE;
            if (attempt("assign somebody", refusal, () -> changes.assign(order, user))) {
                done();
            }
        }

        private void matchLine() {
            Line line = lines.getLast();
            String sku = round.chance(60) ? "LID" : "WRONG";
            ProblemCode refusal = first(
                    unlessOpen(false),
                    line.sku != null
                            ? OrderProblem.LINE_NOT_FOUND
                            : sku.equals("WRONG") ? OrderProblem.UNKNOWN_SKU : null);
            if (attempt("matchLine with " + sku, refusal, () -> changes.matchLine(order, line.id, sku))) {
                line.sku = sku;
                settle(tasks.stream()
                        .filter(t -> t.fault.equals("UNKNOWN_SKU") && t.line == line)
                        .toList());
                allocated();
                done();
            }
        }

        private void allocate() {
            if (attempt("allocate it", unlessOpen(false), () -> changes.allocate(order))) {
                newEntries = 0;
                newEvents = 0;
                allocated();
                done();
            }
        }

        private void allocated() {
            long found = lines.stream()
                    .filter(l -> l.sku != null)
                    .mapToLong(this::fill)
                    .sum();
            newEntries += found > 0 ? 1 : 0;
            newEvents += found > 0 ? 1 : 0;
            settle(tasks.stream()
                    .filter(t -> t.fault.equals("SHORT") && t.line.missing == 0)
                    .toList());
        }

        private void resolveTask() {
            boolean other = tasks.isEmpty() || round.chance(20);
            UUID id = other ? Ids.next() : round.oneOf(tasks).id;
            Task task = tasks.stream()
                    .filter(t -> t.id.equals(id) && !t.done)
                    .findFirst()
                    .orElse(null);
            ProblemCode refusal = first(unlessOpen(false), task == null ? OrderProblem.TASK_NOT_FOUND : null);
            if (attempt("resolveTask of it", refusal, () -> changes.resolveTask(order, id))) {
                settle(List.of(Objects.requireNonNull(task)));
                done();
            }
        }

        /** To where nothing is free: what was taken away for it is there again. */
        private void move() {
            List<HeldUnits> all = read().held();
            if (all.isEmpty()) {
                return;
            }
            HeldUnits one = round.oneOf(all);
            long units = round.number(1, one.units());
            ProblemCode refusal = first(
                    unlessOpen(false),
                    !one.isHeld()
                            ? ReservationProblem.NOT_FOUND
                            : units > one.idle() ? ReservationProblem.IN_WORK : ReservationProblem.NOT_ENOUGH);
            attempt("move " + units, refusal, () -> changes.moveReservation(order, one.id(), west, units));
        }

        private PaymentState payment() {
            if (refunded > 0) {
                return refunded >= paid ? PaymentState.REFUNDED : PaymentState.PARTLY_REFUNDED;
            }
            return paid >= total ? PaymentState.PAID : paid > 0 ? PaymentState.PARTLY_PAID : PaymentState.UNPAID;
        }

        private String reference() {
            return round.chance(20) ? "" : "R" + round.number(1, 4);
        }

        private void pay() {
            long owed = Math.max(0, total - paid + refunded);
            long amount = round.chance(30) ? owed : round.number(0, owed + 2);
            String reference = reference();
            ProblemCode refusal = first(
                    unlessOpen(false),
                    amount == 0
                            ? OrderProblem.BAD_AMOUNT
                            : amount > owed
                                    ? OrderProblem.PAYMENT_TOO_LARGE
                                    : isKnown("payment", reference) ? OrderProblem.PAYMENT_KNOWN : null);
            if (attempt(
                    "pay " + amount + " " + reference,
                    refusal,
                    () -> payments.pay(order, new PlaceOrder.Payment("card", reference, amount, null)))) {
                references.add("payment " + reference);
                paid += amount;
                payment = payment();
                completed();
                done();
            }
        }

        private boolean isKnown(String kind, String reference) {
            return !reference.isEmpty() && references.contains(kind + " " + reference);
        }

        private void refund() {
            long most = paid - refunded;
            long amount = round.chance(30) ? most : round.number(0, most + 2);
            String reference = reference();
            ProblemCode refusal = amount == 0
                    ? OrderProblem.BAD_AMOUNT
                    : amount > most
                            ? OrderProblem.REFUND_TOO_LARGE
                            : isKnown("refund", reference) ? OrderProblem.PAYMENT_KNOWN : null;
            if (attempt(
                    "refund " + amount + " " + reference,
                    refusal,
                    () -> payments.refund(order, new PlaceOrder.Payment("card", reference, amount, null)))) {
                references.add("refund " + reference);
                refunded += amount;
                payment = payment();
                done();
            }
        }

        private FulfilmentState fulfilment() {
            long delivered = lines.stream().mapToLong(l -> l.delivered).sum();
            long shipped = lines.stream().mapToLong(l -> l.shipped).sum();
            long wanted = lines.stream().mapToLong(Line::wanted).sum();
            if (delivered > 0) {
                return delivered == wanted ? FulfilmentState.DELIVERED : FulfilmentState.PARTLY_DELIVERED;
            }
            if (shipped > 0) {
                return shipped == wanted ? FulfilmentState.SHIPPED : FulfilmentState.PARTLY_SHIPPED;
            }
            if (isInWork()) {
                return FulfilmentState.IN_WORK;
            }
            if (state == OrderState.CANCELLED) {
                return FulfilmentState.UNALLOCATED;
            }
            long reserved = lines.stream().mapToLong(l -> l.reserved).sum();
            boolean all = lines.stream().allMatch(l -> l.sku == null ? l.open() == 0 : l.reserved == l.open());
            return all
                    ? FulfilmentState.ALLOCATED
                    : reserved > 0 ? FulfilmentState.PARTLY_ALLOCATED : FulfilmentState.UNALLOCATED;
        }

        private void compare(Orders.Whole whole) {
            OrderView now = whole.order();
            Map<String, Object> expected = new LinkedHashMap<>();
            expected.put("state", state);
            expected.put("payment", payment);
            expected.put("fulfilment", fulfilment());
            expected.put("held", held);
            expected.put("reason", reason);
            expected.put("total", total);
            expected.put("paid", paid);
            expected.put("refunded", refunded);
            expected.put("tags", tags);
            expected.put(
                    "tasks", tasks.stream().filter(t -> !t.done).map(t -> t.id).toList());
            expected.put(
                    "lines",
                    lines.stream()
                            .map(l -> l.sku + " " + l.cancelled + " " + l.reserved + " " + l.missing + " " + l.inWork
                                    + " " + l.shipped + " " + l.delivered + " " + l.returned)
                            .toList());
            Map<String, Object> actual = new LinkedHashMap<>();
            actual.put("state", now.state());
            actual.put("payment", now.payment());
            actual.put("fulfilment", now.fulfilment());
            actual.put("held", now.held());
            actual.put("reason", now.holdReason());
            actual.put("total", now.total());
            actual.put("paid", now.paid());
            actual.put("refunded", now.refunded());
            actual.put("tags", now.tags());
            actual.put(
                    "tasks",
                    whole.tasks().stream()
                            .filter(t -> t.state().equals("open"))
                            .map(OrderView.Task::id)
                            .toList());
            actual.put(
                    "lines",
                    whole.lines().stream()
                            .map(l -> (l.variantId() == null ? "null" : l.sku()) + " " + l.cancelled() + " "
                                    + l.reserved() + " " + l.missing() + " " + l.inWork() + " " + l.shipped() + " "
                                    + l.delivered() + " " + l.returned())
                            .toList());
            assertThat(actual).isEqualTo(expected);
            assertThat(now.refunded()).isBetween(0L, now.paid());
            long over = now.paid() - now.refunded() - now.total();
            assertThat(now.toRefund()).isEqualTo(Math.max(0, over));
            assertThat(now.due())
                    .as("nobody pays for what has ended")
                    .isEqualTo(now.state() == OrderState.OPEN ? Math.max(0, -over) : 0);
            assertThat(Math.min(now.toRefund(), now.due())).isZero();
            assertThat(whole.payments().stream()
                            .filter(p -> p.kind().equals("payment"))
                            .mapToLong(OrderView.Payment::amount)
                            .sum())
                    .isEqualTo(paid);
            assertThat(whole.payments().stream()
                            .filter(p -> p.kind().equals("refund"))
                            .mapToLong(OrderView.Payment::amount)
                            .sum())
                    .isEqualTo(refunded);
            assertThat(whole.entries()).as("timeline").hasSize((int) entries);
            assertThat(events()).as("log").isEqualTo(events);
            assertThat(whole.held().stream()
                            .filter(h -> h.state().equals("held"))
                            .mapToLong(HeldUnits::units)
                            .sum())
                    .isEqualTo(lines.stream().mapToLong(l -> l.reserved).sum());
        }
    }

    @Test
    void everyCommandInEveryStateIsDoneInFullOrRefusedWithoutATrace() {
        Property.holds(ROUNDS, round -> {
            World world = new World(round);
            for (int i = 0; i < STEPS; i++) {
                world.step();
            }
        });
        List<String> wanted = new ArrayList<>();
        COMMANDS.forEach(command -> CONDITIONS.forEach(condition -> wanted.add(command + ", " + condition)));
        UNDER_WAY.forEach(command -> wanted.add(command + ", under way"));
        Property.cameBy(seen, wanted);
        Property.cameBy(
                seen,
                List.of(
                        "hold ALREADY_HELD",
                        "hold NOT_OPEN",
                        "release NOT_HELD",
                        "release TASKS_OPEN",
                        "edit CHANGED_MEANWHILE",
                        "edit IN_WORK",
                        "edit BAD_INVOICE",
                        "cancel IN_WORK",
                        "cancel NOT_OPEN",
                        "cancelUnits UNITS_IN_WORK",
                        "begin NOT_HELD_THERE",
                        "begin ON_HOLD",
                        "begin NOT_OPEN",
                        "stop NOT_HELD_THERE",
                        "refuse NOT_HELD_THERE",
                        "ship NOT_HELD_THERE",
                        "ship ON_HOLD",
                        "deliver NOT_SHIPPED",
                        "returns NOT_SHIPPED",
                        "cancelUnits BAD_UNITS",
                        "cancelUnits LINE_UNKNOWN",
                        "matchLine LINE_NOT_FOUND",
                        "matchLine UNKNOWN_SKU",
                        "resolveTask TASK_NOT_FOUND",
                        "move NOT_ENOUGH",
                        "move IN_WORK",
                        "pay BAD_AMOUNT",
                        "pay PAYMENT_TOO_LARGE",
                        "pay PAYMENT_KNOWN",
                        "pay NOT_OPEN",
                        "refund REFUND_TOO_LARGE",
                        "refund PAYMENT_KNOWN"));
    }
}
