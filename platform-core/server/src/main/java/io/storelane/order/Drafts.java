package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.catalog.Offer;
import io.storelane.catalog.Offers;
import io.storelane.channel.Channels;
import io.storelane.channel.SellingChannel;
import io.storelane.customer.Customers;
import io.storelane.inventory.Router;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks and prices orders: all of an order's faults at once, before anything of it is written. */
@Component
class Drafts {

    static final int MAX_LINES = 200;
    static final long MAX_QUANTITY = 999_999;
    static final long MAX_AMOUNT = 1_000_000_000_000L;

    /** Of all lines of an order before discounts: with as much again for taxes it is still a number of 64 bits. */
    static final long MAX_SUM = 1_000_000_000_000_000_000L;

    private static final int MAX_TAGS = 20;

    /** What cannot be judged while prices of the channel and amounts of the order are in two currencies. */
    private static final Set<ProblemCode> FOLLOWS_FROM_CURRENCY = Set.of(
            OrderProblem.NO_PRICE,
            OrderProblem.BELOW_FLOOR,
            OrderProblem.DISCOUNT_TOO_LARGE,
            OrderProblem.TOTAL_MISMATCH,
            OrderProblem.PAYMENT_TOO_LARGE);

    private static final Instant FIRST_TIME = Instant.parse("2000-01-01T00:00:00Z");
    static final int MAX_HOLD_MINUTES = 525_600;

    private final Database database;
    private final Channels channels;
    private final Offers offers;
    private final Customers customers;
    private final OrderSettings settings;
    private final Kept<UUID, Boolean> members;
    private final Clock clock;

    Drafts(
            Database database,
            Channels channels,
            Offers offers,
            Customers customers,
            OrderSettings settings,
            Stamps stamps,
            Clock clock) {
        this.database = database;
        this.channels = channels;
        this.offers = offers;
        this.customers = customers;
        this.settings = settings;
        this.members = stamps.keep(10_000);
        this.clock = clock;
    }

    /** A draft, or what is wrong. */
    record Result(Optional<Draft> draft, List<Fault> faults) {}

    Result make(PlaceOrder command) {
        return make(command, settings.current());
    }

    private Result make(PlaceOrder given, OrderSettings.Values set) {
        List<Fault> faults = new ArrayList<>();
        PlaceOrder command = withBuyer(given, faults);
        Optional<SellingChannel> channel = channels.selling(command.channelId());
        if (channel.isEmpty() || !maySell(command, channel.get())) {
            return refused(Fault.of(OrderProblem.UNKNOWN_CHANNEL, "/channelId"));
        }
        if (command.lines().isEmpty() && command.source() != Source.CHANNEL) {
            return refused(Fault.of(OrderProblem.NO_LINES, "/lines"));
        }
        if (command.lines().size() > MAX_LINES) {
            return refused(Fault.of(OrderProblem.TOO_MANY_LINES, "/lines", MAX_LINES));
        }
        Instant now = clock.instant();
        Instant placedAt = command.placedAt() == null ? now : command.placedAt();
        if (!possible(placedAt, now)) {
            faults.add(Fault.of(OrderProblem.BAD_TIME, "/placedAt"));
            placedAt = now;
        }
        header(command, channel.get(), faults);
        if (given.buyer().equals(PlaceOrder.Buyer.NOBODY)) {
            // then it is the customer, whose record may be older than the rules: the caller cannot put it right here
            faults.removeIf(f -> f.path().startsWith("/buyer/"));
        }
        String currency = command.currency().isEmpty() ? channel.get().currency() : command.currency();
        Map<String, Offer> found = offers.bySku(
                channel.get().id(),
                currency,
                command.lines().stream().map(PlaceOrder.Line::sku).distinct().toList(),
                placedAt);
        List<Draft.DraftLine> lines = new LinePricing(command, channel.get(), found, set.taxRate(), faults).lines();
        Draft.Amounts amounts = amounts(command, currency, lines, faults);
        if (faults.stream().anyMatch(f -> f.code() == OrderProblem.CURRENCY_MISMATCH)
                && command.source() != Source.CHANNEL) {
            faults.removeIf(f -> FOLLOWS_FROM_CURRENCY.contains(f.code()));
        }
        if (!faults.isEmpty() && command.source() != Source.CHANNEL) {
            return new Result(Optional.empty(), faults);
        }
        Draft draft = new Draft(
                Scope.currentTenant(),
                Ids.next(),
                OrderNumbers.next(placedAt.atZone(ZoneOffset.UTC).toLocalDate()),
                command,
                channel.get(),
                currency,
                placedAt,
                lines,
                amounts,
                faults,
                expiry(command, amounts, set, now),
                Actor.current(),
                Router.Preference.NONE);
        return new Result(Optional.of(draft), faults);
    }

    List<Result> makeAll(List<PlaceOrder> commands) {
        OrderSettings.Values set = settings.current();
        return commands.stream().map(command -> make(command, set)).toList();
    }

    /** Units of an order of which something is paid, or that costs nothing, are held without an end. */
    private static @Nullable Instant expiry(
            PlaceOrder command, Draft.Amounts amounts, OrderSettings.Values set, Instant now) {
        if (PaymentState.of(amounts.total(), amounts.paid(), 0) != PaymentState.UNPAID) {
            return null;
        }
        Integer minutes = command.holdMinutes();
        return minutes == null ? set.expiry(now) : OrderSettings.expiry(minutes, now);
    }

    static List<UUID> variants(Draft draft) {
        return draft.needs().stream().map(n -> n.variantId()).distinct().toList();
    }

    private Result refused(Fault fault) {
        return new Result(Optional.empty(), List.of(fault));
    }

    private static boolean maySell(PlaceOrder command, SellingChannel channel) {
        if (command.source() == Source.CHANNEL) {
            return true; // a connector acts for the channel, and no person asks
        }
        Reach reach = Access.current().require(Permission.ORDERS_MANAGE);
        return reach.covers(channel.path());
    }

    /** A customer who is named is the buyer, unless another one is given. */
    private PlaceOrder withBuyer(PlaceOrder command, List<Fault> faults) {
        UUID id = command.customerId();
        if (id == null) {
            return command;
        }
        Optional<Customers.Contact> customer = customers.contact(id);
        if (customer.isEmpty()) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_CUSTOMER, "/customerId"));
        }
        return customer.map(c -> {
                    PlaceOrder attached = command.of(c.id());
                    return command.buyer().equals(PlaceOrder.Buyer.NOBODY)
                            ? attached.boughtBy(new PlaceOrder.Buyer(c.name(), c.phone(), c.email()))
                            : attached;
                })
                .orElse(command);
    }

    private void header(PlaceOrder command, SellingChannel channel, List<Fault> faults) {
        if (!channel.active()) {
            faults.add(Fault.of(OrderProblem.CHANNEL_CLOSED, "/channelId", channel.name()));
        }
        if (!command.currency().isEmpty() && !command.currency().equals(channel.currency())) {
            faults.add(Fault.of(OrderProblem.CURRENCY_MISMATCH, "/currency", command.currency(), channel.currency()));
        }
        if (command.shipping() < 0 || command.shipping() > MAX_AMOUNT) {
            faults.add(Fault.of(OrderProblem.BAD_AMOUNT, "/shipping"));
        }
        Integer hold = command.holdMinutes();
        if (hold != null && (hold < 0 || hold > MAX_HOLD_MINUTES)) {
            faults.add(Fault.of(OrderProblem.BAD_HOLD_TIME, "/holdMinutes", MAX_HOLD_MINUTES));
        }
        if (command.tags().size() > MAX_TAGS) {
            faults.add(Fault.of(OrderProblem.TOO_MANY_TAGS, "/tags", MAX_TAGS));
        }
        if (command.invoice().kind().equals("company")
                && (command.invoice().title().isBlank()
                        || command.invoice().taxNumber().isBlank())) {
            faults.add(Fault.of(OrderProblem.BAD_INVOICE, "/invoice"));
        }
        UUID seller = command.salesPersonId();
        if (seller != null && !memberExists(seller)) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_MEMBER, "/salesPersonId"));
        }
        Texts.check(command, faults);
    }

    boolean memberExists(UUID id) {
        return members.get(
                id,
                () -> database.core()
                        .sql(
                                "select 1 from platform.tenant_member where tenant_id = :tenant and user_id = :id and status = 'active'")
                        .param("tenant", Scope.currentTenant().value())
                        .param("id", id)
                        .query(Integer.class)
                        .optional()
                        .isPresent());
    }

    private Draft.Amounts amounts(
            PlaceOrder command, String currency, List<Draft.DraftLine> lines, List<Fault> faults) {
        long subtotal = 0;
        long discount = 0;
        long tax = 0;
        long total = Math.max(0, command.shipping());
        for (Draft.DraftLine line : lines) {
            subtotal += line.unitPrice() * line.quantity();
            discount += line.discount();
            tax += line.tax();
            total += line.total();
        }
        Long claimed = command.total();
        if (claimed != null && claimed != total) {
            faults.add(Fault.of(OrderProblem.TOTAL_MISMATCH, "/total", claimed, total));
        }
        long paid = 0;
        Map<List<String>, Long> known = new HashMap<>();
        for (int i = 0; i < command.payments().size(); i++) {
            PlaceOrder.Payment payment = command.payments().get(i);
            long amount = payment.amount();
            Instant at = payment.at();
            Long before = countsOnce(payment) ? known.putIfAbsent(name(payment), amount) : null;
            if (before != null) {
                if (before != amount || command.source() != Source.CHANNEL) {
                    faults.add(Fault.of(OrderProblem.PAYMENT_TWICE, "/payments/" + i + "/reference"));
                }
                continue;
            }
            if (at != null && !possible(at, clock.instant())) {
                faults.add(Fault.of(OrderProblem.BAD_TIME, "/payments/" + i + "/at"));
            }
            if (amount <= 0 || amount > MAX_AMOUNT) {
                faults.add(Fault.of(OrderProblem.BAD_AMOUNT, "/payments/" + i + "/amount"));
            } else {
                paid += amount;
            }
        }
        if (paid > total && command.source() != Source.CHANNEL) {
            faults.add(Fault.of(OrderProblem.PAYMENT_TOO_LARGE, "/payments", OrderView.shown(total, currency)));
        }
        return new Draft.Amounts(subtotal, discount, tax, total, paid);
    }

    /** Without those that repeat another: a channel may send a payment twice. */
    static List<PlaceOrder.Payment> once(List<PlaceOrder.Payment> payments) {
        Set<List<String>> known = new HashSet<>();
        return payments.stream()
                .filter(p -> !countsOnce(p) || known.add(name(p)))
                .toList();
    }

    private static boolean countsOnce(PlaceOrder.Payment payment) {
        return payment.amount() > 0 && !payment.reference().isEmpty();
    }

    private static List<String> name(PlaceOrder.Payment payment) {
        return List.of(Texts.kept(payment.method(), 100), Texts.kept(payment.reference(), 100));
    }

    /** False for a time that nobody means: before this century, or more than a day ahead. */
    static boolean possible(Instant time, Instant now) {
        return !time.isAfter(now.plus(Duration.ofDays(1))) && !time.isBefore(FIRST_TIME);
    }
}
